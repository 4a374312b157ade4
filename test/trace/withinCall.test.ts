import { describe, expect, it } from 'vitest';
import { inBrief } from '../../server/languages/trace/callFlow/explain.ts';
import { checkTrace } from '../../server/languages/trace/check/check.ts';
import { traceOf } from '../../server/languages/trace/model/model.ts';
import { parseTrace } from '../../server/languages/trace/reading/parser.ts';

const A = '198.51.100.20:5060';
const B = '203.0.113.5:5060';

interface Sent {
  readonly from?: string;
  readonly to?: string;
  readonly at: number;
  readonly cseq: string;
  readonly branch?: string;
  readonly tags?: readonly [string, string?];
  readonly more?: readonly string[];
  readonly body?: string;
}

function sent(
  first: string,
  { from = A, to = B, at, cseq, branch, tags = ['f', 't'], more = [], body = '' }: Sent,
): string {
  return [
    `# 2026-03-10T10:00:${at.toFixed(6).padStart(9, '0')}Z UDP ${from} => ${to}`,
    first,
    `Via: SIP/2.0/UDP 198.51.100.20:5060;branch=z9hG4bK${branch ?? cseq.replace(' ', '')}`,
    `From: <sip:100@example.org>;tag=${tags[0]}`,
    `To: <sip:200@example.org>${tags[1] === undefined ? '' : `;tag=${tags[1]}`}`,
    'Call-ID: c1',
    `CSeq: ${cseq}`,
    'Max-Forwards: 70',
    ...more,
    `Content-Length: ${body.length}`,
    '',
    `${body}\r\n`,
  ].join('\r\n');
}

const back = { from: B, to: A };
const failures = (...messages: readonly string[]): string => {
  const trace = traceOf(parseTrace(messages.join('\r\n')));
  const [dialog] = trace.flow.dialogs;
  return dialog === undefined ? '' : inBrief(trace, dialog).failures.join('\n');
};

const invite = sent('INVITE sip:200@example.org SIP/2.0', { at: 0, cseq: '1 INVITE', tags: ['f'] });
const answer = (at: number, contact = 'sip:200@203.0.113.5') =>
  sent('SIP/2.0 200 OK', { ...back, at, cseq: '1 INVITE', more: [`Contact: <${contact}>`] });
const ack = (to = B, at = 1.1) => sent('ACK sip:200@x SIP/2.0', { to, at, cseq: '1 ACK', branch: 'ack' });

describe('an ACK after which the answer is repeated', () => {
  it('is named together with the private Contact that it goes to', () => {
    const inside = 'sip:200@10.0.0.9:5060';
    const said = failures(
      invite,
      answer(1, inside),
      ack('10.0.0.9:5060'),
      answer(1.5, inside),
      answer(2.5, inside),
    );
    expect(said).toMatch(/ACK does not arrive: .*#2.*private address that the answer gives in its Contact/);
  });

  it('is compared with the answer when it goes to the same host', () => {
    expect(failures(invite, answer(1), ack(), answer(1.5), answer(2.5))).toMatch(/Record-Route and tags/);
  });

  it('is no fault when the answer is repeated once, or only before it', () => {
    expect(failures(invite, answer(1), ack(), answer(1.5))).not.toContain('ACK');
    expect(failures(invite, answer(0.1), answer(0.5), answer(1), ack())).not.toContain('ACK does not arrive');
  });

  it('is no fault when another ACK ends the repetition, but one when each is answered in vain', () => {
    const pair = (at: number) => [answer(at), ack(B, at + 0.1)];
    expect(failures(invite, ...[1, 1.5, 2.5, 4.5].flatMap(pair))).not.toContain('ACK does not arrive');
    const allInVain = [1, 1.5, 2.5, 4.5, 8.5, 12.5, 16.5, 20.5].flatMap(pair);
    expect(failures(invite, ...allInVain)).toContain('ACK does not arrive');
  });
});

describe('a reliable provisional response', () => {
  const ringing = (at: number, number = 1) =>
    sent('SIP/2.0 183 Session Progress', {
      ...back,
      at,
      cseq: '1 INVITE',
      more: ['Require: 100rel', `RSeq: ${number}`],
    });
  const late = sent('SIP/2.0 504 Server Time-out', { ...back, at: 33, cseq: '1 INVITE' });

  it('that is repeated lacks a PRACK', () => {
    expect(failures(invite, ringing(1), ringing(1.5), ringing(2.5), late)).toMatch(
      /No PRACK: .*100rel.*3 times/,
    );
  });

  it.each([
    [
      'each is another one, whose PRACK passes elsewhere',
      [invite, ringing(1, 1), ringing(2, 2), ringing(3, 3)],
    ],
    ['only the responses are captured', [ringing(1), ringing(1.5), ringing(2.5)]],
    ['the call is answered', [invite, ringing(1), ringing(1.5), ringing(2.5), answer(3), ack()]],
  ])('is no fault when %s', (_, messages) => {
    expect(failures(...messages)).not.toContain('PRACK');
  });

  it('is no fault when a PRACK follows', () => {
    const prack = sent('PRACK sip:200@x SIP/2.0', { at: 3, cseq: '2 PRACK', more: ['RAck: 1 1 INVITE'] });
    expect(failures(invite, ringing(1), ringing(1.5), ringing(2.5), prack, late)).not.toContain('PRACK');
  });
});

describe('a request that ends a call', () => {
  const refused = (
    cseq: string,
    at: number,
    tags: readonly [string, string?],
    branch = cseq.replace(' ', ''),
  ) => sent('SIP/2.0 481 Call/Transaction Does Not Exist', { ...back, at, cseq, tags, branch });
  const bye = (tags: readonly [string, string?]) =>
    sent('BYE sip:200@x SIP/2.0', { at: 5, cseq: '2 BYE', tags });

  it.each([
    ['the tag of To', ['f', 'other'], /BYE refused: .*tag in To is not the one of the answer \(#1\)/],
    ['the tag of From', ['other', 't'], /tag in From/],
    ['no tag in To', ['f'], /no tag in To/],
  ] as const)('has %s of another call', (_, tags, expected) => {
    expect(failures(invite, answer(1), ack(), bye(tags), refused('2 BYE', 5.1, tags))).toMatch(expected);
  });

  it('is no fault with the tags of the call: both sides may have hung up', () => {
    expect(
      failures(invite, answer(1), ack(), bye(['f', 't']), refused('2 BYE', 5.1, ['f', 't'])),
    ).not.toContain('BYE');
  });

  it('must have the branch of the INVITE that it cancels', () => {
    const cancel = (branch: string) =>
      sent('CANCEL sip:200@example.org SIP/2.0', { at: 0.5, cseq: '1 CANCEL', branch, tags: ['f'] });
    const all = (branch: string) =>
      failures(invite, cancel(branch), refused('1 CANCEL', 0.6, ['f', 't'], branch), answer(1), ack());
    expect(all('new')).toMatch(/CANCEL refused: .*its branch is not that of the INVITE \(#0\)/);
    expect(all('1INVITE')).toMatch(/took another way than the INVITE/);
  });
});

describe('a CANCEL', () => {
  const cancel = (branch = '1INVITE') =>
    sent('CANCEL sip:200@example.org SIP/2.0', { at: 0.5, cseq: '1 CANCEL', branch, tags: ['f'] });
  const reply = (first: string, cseq: string, branch = '1INVITE') =>
    sent(first, { ...back, at: 1, cseq, branch });
  const gone = (branch?: string) => reply('SIP/2.0 481 Call/Transaction Does Not Exist', '1 CANCEL', branch);

  it.each([
    ['crosses the answer', [invite, cancel(), answer(1), gone(), ack()]],
    ['crosses a refusal', [invite, cancel(), reply('SIP/2.0 486 Busy Here', '1 INVITE'), gone()]],
    [
      'is sent again after it was accepted',
      [
        ...[invite, cancel(), reply('SIP/2.0 200 OK', '1 CANCEL'), cancel(), gone()],
        reply('SIP/2.0 487 Request Terminated', '1 INVITE'),
      ],
    ],
    ['is refused in a capture that begins after the INVITE', [cancel(), gone()]],
    ['of another hop is not the one that is refused', [invite, cancel('other'), gone()]],
  ])('%s without a fault', (_, messages) => {
    expect(failures(...messages)).not.toContain('CANCEL refused');
  });
});

describe('a transfer', () => {
  const transfer = (status: string) => [
    sent('REFER sip:200@x SIP/2.0', { at: 5, cseq: '2 REFER', more: ['Refer-To: <sip:300@example.org>'] }),
    sent('SIP/2.0 202 Accepted', { ...back, at: 5.1, cseq: '2 REFER' }),
    sent('NOTIFY sip:100@x SIP/2.0', {
      ...back,
      at: 8,
      cseq: '1 NOTIFY',
      tags: ['t', 'f'],
      more: ['Event: refer', 'Subscription-State: terminated', 'Content-Type: message/sipfrag'],
      body: `SIP/2.0 ${status}\r\n`,
    }),
  ];

  it('fails with what NOTIFY reports', () => {
    const said = failures(invite, answer(1), ack(), ...transfer('603 Decline'));
    expect(said).toMatch(/Transfer failed: .*sip:300@example\.org.*603 Decline \(#5\)/);
    expect(said).toContain('The first call remains.');
  });

  it('ends nothing more when the first call was ended before', () => {
    const bye = sent('BYE sip:200@x SIP/2.0', { at: 6, cseq: '3 BYE' });
    const said = failures(invite, answer(1), ack(), ...transfer('486 Busy Here'), bye);
    expect(said).toMatch(/Transfer failed/);
    expect(said).not.toContain('remains');
  });

  it('that fails after another one names its own target', () => {
    const [, , report = ''] = transfer('603 Decline');
    const second = sent('REFER sip:200@x SIP/2.0', {
      ...{ at: 6, cseq: '3 REFER', more: ['Refer-To: <sip:400@example.org>'] },
    });
    expect(failures(invite, answer(1), ack(), ...transfer('200 OK'), second, report)).toMatch(
      /Transfer failed: .*sip:400@example\.org/,
    );
  });

  it('succeeds', () => {
    expect(failures(invite, answer(1), ack(), ...transfer('200 OK'))).not.toContain('Transfer');
  });
});

describe('a refused login', () => {
  const login = (at: number, cseq: string, nc: string) =>
    sent('REGISTER sip:example.org SIP/2.0', {
      at,
      cseq,
      tags: ['f'],
      more: [
        `Authorization: Digest username="100", realm="r", nonce="n", uri="sip:example.org", response="${'0'.repeat(32)}", qop=auth, nc=${nc}, cnonce="c"`,
      ],
    });
  const reply = (first: string, at: number, cseq: string) => sent(first, { ...back, at, cseq });
  const all = (nc: string) =>
    failures(
      login(0, '1 REGISTER', '00000001'),
      reply('SIP/2.0 200 OK', 0.1, '1 REGISTER'),
      login(30, '2 REGISTER', nc),
      reply('SIP/2.0 403 Forbidden', 30.1, '2 REGISTER'),
    );

  it('that uses a nonce count twice looks like a replay', () => {
    expect(all('00000001')).toMatch(/nonce count 00000001, which #0 already used/);
    expect(all('00000002')).not.toContain('nonce count');
  });
});

describe('a first request that nobody answers', () => {
  const long = (transport: string) =>
    sent('INVITE sip:200@example.org SIP/2.0', {
      ...{ at: 0, cseq: '1 INVITE', tags: ['f'], body: 'x'.repeat(1500) },
    }).replaceAll('UDP', transport);
  const withoutAddresses = (text: string) => text.slice(text.indexOf('INVITE'));

  it('is named as too long for UDP', () => {
    for (const text of [long('UDP'), withoutAddresses(long('UDP'))])
      expect(failures(text)).toMatch(/No response: .*bytes, so UDP sends it in fragments/);
    expect(failures(invite)).not.toContain('fragments');
  });

  it('was not too long when it arrived', () => {
    const again = sent('INVITE sip:200@example.org SIP/2.0', {
      ...{ at: 1, cseq: '2 INVITE', tags: ['f'], body: 'x'.repeat(1500) },
    });
    const refusal = sent('SIP/2.0 401 Unauthorized', { ...back, at: 0.5, cseq: '1 INVITE' });
    const log = [long('UDP'), refusal, again, again].map(text =>
      text
        .slice(text.indexOf('\r\n') + 2)
        .replace(
          /^/,
          `<--- ${text === refusal ? 'Transmitting SIP response (400 bytes) to' : 'Received SIP request (1900 bytes) from'} UDP:${A} --->\r\n`,
        ),
    );
    expect(failures(...log)).toMatch(/No response: INVITE \(#2/);
    expect(failures(...log)).not.toContain('fragments');
  });

  it.each(['TCP', 'TLS', 'WS', 'WSS'])('may be as long with %s', transport => {
    for (const text of [long(transport), withoutAddresses(long(transport))])
      expect(failures(text)).not.toContain('fragments');
  });
});

describe('a response that is repeated without an ACK', () => {
  const told = (...messages: readonly string[]) =>
    checkTrace(traceOf(parseTrace(messages.join('\r\n'))))
      .map(({ diagnostic }) => diagnostic)
      .filter(({ code }) => code === 'sip-trace/missing-ack')
      .map(({ message }) => message);
  const refusal = (at: number) => sent('SIP/2.0 486 Busy Here', { ...back, at, cseq: '1 INVITE' });

  it('ends the call when it accepts it, and is lost on the way back when it refuses it', () => {
    expect(told(invite, answer(1), answer(1.5), answer(2.5))).toEqual([
      expect.stringContaining('ends the call'),
    ]);
    expect(told(invite, refusal(1), refusal(1.5), refusal(2.5))).toEqual([
      expect.stringContaining('received and rport'),
    ]);
  });

  it('is no fault when only one direction is captured', () => {
    expect(told(answer(1), answer(1.5), answer(2.5))).toEqual([]);
  });
});
