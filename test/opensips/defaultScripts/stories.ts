import type { ExplainQuestion } from '../../../server/languages/explainQuestion.ts';

/** A message to the script that OpenSIPS installs, and what is known when it arrives. */
export interface Story {
  readonly title: string;
  readonly question: ExplainQuestion;
  /** The message of the question that the story is about; the ones before it lead to it. */
  readonly index: number;
}

const message = (method: string, target: string, headers: readonly string[], cseq = 1): string =>
  [
    `${method} ${target} SIP/2.0`,
    `Via: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bK${method === 'ACK' ? 'INVITE' : method}`,
    'Max-Forwards: 70',
    'From: <sip:alice@127.0.0.1>;tag=1',
    'Call-ID: story@192.0.2.9',
    `CSeq: ${cseq} ${method}`,
    'Contact: <sip:alice@192.0.2.9:5060>',
    ...headers,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');

const to = (user: string): string => `To: <sip:${user}@127.0.0.1>`;
const register = message('REGISTER', 'sip:127.0.0.1', [to('alice'), 'Expires: 600']);
const call = (user: string): string => message('INVITE', `sip:${user}@127.0.0.1`, [to(user)]);
const cancel = message('CANCEL', 'sip:bob@127.0.0.1', [to('bob')]).replace(
  'branch=z9hG4bKCANCEL',
  'branch=z9hG4bKINVITE',
);
const bye = message(
  'BYE',
  'sip:bob@192.0.2.20:5060',
  ['To: <sip:bob@127.0.0.1>;tag=uas-19202020p5060', 'Route: <sip:127.0.0.1;lr>'],
  2,
);
const stranger = message('INVITE', 'sip:0049891234567@elsewhere.example', [
  'To: <sip:0049891234567@elsewhere.example>',
]).replace('From: <sip:alice@127.0.0.1>', 'From: <sip:eve@elsewhere.example>');

const isRegistered = {
  contacts: [{ addressOfRecord: 'bob@127.0.0.1', uri: 'sip:bob@192.0.2.20:5060' }],
};
const answers = (...codes: readonly number[]) => ({
  replies: [{ address: '192.0.2.20', port: 5060, codes }],
});

const one = (title: string, text: string, known: Partial<ExplainQuestion> = {}): Story => ({
  title,
  question: { messages: [text], ...known },
  index: 0,
});

export const stories: readonly Story[] = [
  one('REGISTER', register),
  one('INVITE to a registered user who answers', call('bob'), { ...isRegistered, ...answers(180, 200) }),
  one('INVITE to a registered user who is busy', call('bob'), { ...isRegistered, ...answers(486) }),
  one('INVITE to a user who is not registered', call('carol')),
  {
    title: 'CANCEL while the phone rings',
    question: { messages: [call('bob'), cancel], ...isRegistered, ...answers(180) },
    index: 1,
  },
  {
    title: 'BYE',
    question: { messages: [call('bob'), bye], ...isRegistered, ...answers(180, 200) },
    index: 1,
  },
  one('OPTIONS to the server', message('OPTIONS', 'sip:127.0.0.1', ['To: <sip:127.0.0.1>'])),
  one('INVITE of a stranger to another domain', stranger),
];
