import { parseMessage } from '../../../../sip/message.ts';
import { splitMessages } from '../../../../sip/messages.ts';
import { type ExplainQuestion, sourceOf } from '../../../explainQuestion.ts';
import type { ExplainAnswer, ExplanationFact, MessageExplanation } from '../../../explanation.ts';
import type { View } from '../../../project.ts';
import type { ConfigTree } from '../../config/parser.ts';
import { followRequest, type PjsipExplanation } from '../matching/follow.ts';
import type { PjsipConf } from '../model/model.ts';
import { messageForEndpoint } from './messageForEndpoint.ts';

/** What this configuration does with one request: INVITE, REGISTER, SUBSCRIBE, OPTIONS, MESSAGE or another one. */
export function explainMessage(
  { model }: View<ConfigTree, PjsipConf>,
  question: ExplainQuestion,
): ExplainAnswer {
  const obstacle = (
    about: 'message' | 'source' | 'configuration' | 'question',
    reason: string,
  ): ExplainAnswer => ({
    kind: 'obstacle',
    reason,
    about,
    config: [],
  });
  const { device, registrations = [], contacts = [], nonce } = question;
  const made = device === undefined ? undefined : messageForEndpoint(device, model);
  if (device !== undefined && made === undefined)
    return obstacle('question', `[${device}] is not loaded as an endpoint, so nothing can match it.`);
  const text = made?.text ?? (question.messages ?? []).join('\n');
  if (text.trim() === '') return obstacle('message', 'There is no message: the text is empty.');
  const messages = splitMessages(text);
  if (messages.length > 1)
    return obstacle(
      'message',
      `The text holds ${messages.length} messages; one request is explained at a time.`,
    );
  const message = messages[0] ?? parseMessage(text);
  if (message.startLine.kind !== 'request')
    return obstacle('message', 'This is not a SIP request: give an INVITE, a REGISTER or another request.');
  if (model.isWizardFile)
    return obstacle(
      'configuration',
      'Ask about the pjsip.conf beside this file: the wizards are read with it.',
    );
  const stop = model.stop;
  if (stop !== undefined) {
    const line = model.lineOf(stop);
    const reason = `The server refuses this pjsip.conf at line ${line + 1}. At a start there is then no transport and no endpoint, and nothing answers; a reload keeps the configuration from before.`;
    return { kind: 'obstacle', about: 'configuration', reason, config: [{ file: stop.place.file, line }] };
  }
  const source =
    question.sources === undefined && made !== undefined ? made.source : sourceOf(question, 0, message);
  if (source === undefined)
    return obstacle('source', 'The topmost Via names no address: say where the message came from.');
  const stored = new Map<string, readonly string[]>();
  const store = (aor: string, uri: string): void => void stored.set(aor, [...(stored.get(aor) ?? []), uri]);
  for (const { name, address, port } of registrations)
    store(name, `sip:${name}@${address.includes(':') ? `[${address}]` : address}:${port}`);
  for (const { addressOfRecord, uri } of contacts) store(addressOfRecord, uri);
  const answers = question.answers ?? [];
  const explanation = followRequest(model, { message, source, answers, nonce, contacts: stored });
  return {
    kind: 'explained',
    results: [messageExplanation(explanation, { text, source, registrations })],
    isSequence: false,
  };
}

/** The explanation in the shape that all languages share. */
function messageExplanation(
  explanation: PjsipExplanation,
  asked: Pick<MessageExplanation, 'text' | 'source' | 'registrations'>,
): MessageExplanation {
  const { steps, assumptions, sentence, outcome, codes, matched, method, ...fields } = explanation;
  const isAnswered = codes.includes(200) && method === 'INVITE';
  return {
    ...asked,
    outcome,
    sentence,
    codes,
    withoutReply: 'No reply',
    account: matched,
    facts: factsOf(explanation),
    steps,
    sections: [{ kind: 'list', title: 'Assumed', items: assumptions.map(text => ({ text, config: [] })) }],
    notes: isAnswered
      ? ['The 200 stands for an answer by the dialplan; what it really does is up to its lines.']
      : [],
    data: { method, outcome, sentence, matched, codes, ...fields },
  };
}

function factsOf(explanation: PjsipExplanation): ExplanationFact[] {
  const { matched, by, identify, codes, challenges, context, exten, contactsAfter } = explanation;
  const rows: (readonly [string, string | null])[] = [
    ['Request', explanation.method],
    ['Replies', codes.length === 0 ? 'none' : codes.join(', ')],
    ['Endpoint', matched],
    ['Identified by', by],
    ['Identify', identify],
    [
      'Challenge',
      challenges.length === 0
        ? null
        : challenges.map(({ realm, algorithm }) => `realm ${realm}, ${algorithm}`).join('; '),
    ],
    ['Context', context],
    ['Extension', exten],
    ['Contacts afterward', contactsAfter === null ? null : contactsAfter.join(', ') || 'none'],
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
}
