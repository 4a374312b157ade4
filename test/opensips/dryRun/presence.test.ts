import { describe, expect, it } from 'vitest';
import { runScript } from '../../../server/languages/opensips/run/run.ts';
import type { Scenario } from '../../../server/languages/opensips/run/scenario.ts';
import { modelOf } from '../../oracle/dryrunCases.ts';

const script = `socket=udp:127.0.0.1:5060
loadmodule "proto_udp.so"
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "signaling.so"
loadmodule "presence.so"
loadmodule "presence_xml.so"
loadmodule "presence_mwi.so"
modparam("presence", "max_expires_subscribe", 300)
route {
	if ($rm == "PUBLISH") handle_publish(); else handle_subscribe();
	xlog("$rc\\n");
}
`;

interface Sent {
  readonly method?: string;
  readonly headers?: string;
  readonly body?: string;
  readonly cseq?: number;
  readonly toTag?: string;
}

function run(sent: readonly Sent[], rest: Partial<Scenario> = {}) {
  const messages = sent.map(({ method = 'SUBSCRIBE', headers = '', body = '', cseq = 1, toTag = '' }) => ({
    text: `${method} sip:bob@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.10:5070;branch=z9hG4bK${cseq}\r\nFrom: <sip:alice@127.0.0.1>;tag=1\r\nTo: <sip:bob@127.0.0.1>${toTag}\r\nCall-ID: 1\r\nCSeq: ${cseq} ${method}\r\nContact: <sip:alice@127.0.0.10:5070>\r\n${headers}Content-Length: ${body.length}\r\n\r\n${body}`,
    source: { address: '127.0.0.10', port: 5070 },
    transport: 'udp' as const,
  }));
  return runScript(modelOf(script), { messages, ...rest }).steps;
}

const published = { method: 'PUBLISH', headers: 'Event: presence\r\nExpires: 9999\r\n', body: '<presence/>' };
const event = 'Event: presence\r\n';
const noTables = new Map(
  ['presentity', 'active_watchers', 'watchers', 'xcap'].map(name => [name, 'id(int,auto) etag(string)\n']),
);

// What a server was seen to reply, and what its functions returned.
describe('presence in a dry run', () => {
  it.each([
    ['a state', [published], ['200 3600'], ['1']],
    ['an event that no module registers', [{ ...published, headers: 'Event: reg\r\n' }], ['489'], ['-1']],
    ['a state without its body', [{ ...published, body: '' }], ['400'], ['-1']],
    [
      'an Expires that is not a number',
      [{ ...published, headers: `${event}Expires: x\r\n` }],
      ['400'],
      ['-1'],
    ],
    ['an unknown entity tag', [{ ...published, headers: `${event}SIP-If-Match: x\r\n` }], ['412'], ['1']],
    ['a subscription that waits for a decision', [{ headers: event }], ['202 300'], ['1']],
    ['mailboxes, which need no decision', [{ headers: 'Event: message-summary\r\n' }], ['200 300'], ['1']],
    [
      'a renewed subscription, an old CSeq and its end',
      [
        { headers: event },
        { headers: event, cseq: 2, toTag: ';tag=x' },
        { headers: event, cseq: 2, toTag: ';tag=x' },
        { headers: `${event}Expires: 0\r\n`, cseq: 3, toTag: ';tag=x' },
      ],
      ['202 300', '202 300', '400', '202'],
      ['1', '1', '-1', '1'],
    ],
    ['a subscription that nobody made', [{ headers: event, toTag: ';tag=x' }], ['481'], ['-1']],
  ] as const)('answers %s', (_, sent, replies, codes) => {
    const steps = run(sent, { files: noTables });
    expect(
      steps.map(({ replies: [reply] }) => `${reply?.code} ${reply?.headers.Expires ?? ''}`.trim()),
    ).toEqual(replies);
    expect(steps.flatMap(({ log }) => log)).toEqual(codes);
    expect(steps.flatMap(({ questions }) => questions)).toEqual([]);
  });

  it('notifies in the dialog of the subscription, with the state of the subscription', () => {
    const [first, last] = run(
      [{ headers: event }, { headers: `${event}Expires: 0\r\n`, cseq: 2, toTag: ';tag=x' }],
      { files: noTables },
    ).map(({ forwarded: [sent] }) => (sent !== undefined && 'text' in sent ? sent.text : ''));
    expect(first).toContain('NOTIFY sip:alice@127.0.0.10:5070 SIP/2.0');
    expect(first).toContain('Subscription-State: pending;expires=300');
    expect(first).toContain('Contact: <sip:presence@127.0.0.1>');
    expect(last).toContain('CSeq: 2 NOTIFY');
    expect(last).toContain('Subscription-State: terminated;reason=timeout');
  });

  it('asks what only the database knows', () => {
    const steps = run([
      { ...published, headers: `${event}SIP-If-Match: x\r\n` },
      { headers: event, cseq: 2 },
      { headers: event, cseq: 3, toTag: ';tag=other' },
    ]);
    expect(steps.map(({ questions }) => questions.length)).toEqual([1, 1, 0]);
    expect(run([{ headers: event, toTag: ';tag=x' }])[0]?.questions.length).toBe(1);
  });

  it('says which events there are', () => {
    const [step] = run([{ headers: 'Event: x\r\n' }]);
    expect(step?.replies[0]?.headers['Allow-Events']).toBe(
      'message-summary, dialog;sla, presence.winfo, presence',
    );
  });
});
