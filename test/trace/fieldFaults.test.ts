import { expect, it } from 'vitest';
import { inBrief } from '../../server/languages/trace/callFlow/explain.ts';
import { traceOf } from '../../server/languages/trace/model/model.ts';
import { parseTrace } from '../../server/languages/trace/reading/parser.ts';

const A = '198.51.100.20:5060';
const B = '203.0.113.5:5060';

interface Sent {
  readonly from?: string;
  readonly to?: string;
  readonly branch?: string;
  readonly tags?: readonly [string, string?];
  readonly more?: readonly string[];
  readonly body?: string;
}

function sent(at: number, first: string, cseq: string, rest: Sent = {}): string {
  const { from = A, to = B, branch = cseq.replace(' ', ''), tags = ['f', 't'], more = [], body = '' } = rest;
  return [
    `# 2026-03-10T10:00:${at.toFixed(6).padStart(9, '0')}Z UDP ${from} => ${to}`,
    first,
    `Via: SIP/2.0/UDP 198.51.100.20:5060;branch=z9hG4bK${branch}`,
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

function brief(...messages: readonly string[]): string {
  const trace = traceOf(parseTrace(messages.join('\r\n')));
  const [dialog] = trace.flow.dialogs;
  if (dialog === undefined) return '';
  const { failures, notes } = inBrief(trace, dialog);
  return [...failures, ...notes].join('\n');
}

const invite = sent(0, 'INVITE sip:200@example.org SIP/2.0', '1 INVITE', { tags: ['f'] });
const register = (at: number, from = A) =>
  sent(at, 'REGISTER sip:example.org SIP/2.0', '1 REGISTER', { from, tags: ['f'] });
const challenge = (to: string) =>
  sent(0.1, 'SIP/2.0 401 Unauthorized', '1 REGISTER', {
    from: B,
    to,
    more: ['WWW-Authenticate: Digest realm="a", nonce="n"'],
  });

it('a challenge to the address in Via that the client does not get', () => {
  const said = brief(
    register(0, '203.0.113.99:40001'),
    challenge('192.168.1.44:5060'),
    register(0.7, '203.0.113.99:40001'),
  );
  expect(said).toContain('goes to 192.168.1.44:5060, but the request came from 203.0.113.99:40001');
  expect(said).toContain('force_rport');
  expect(said).not.toContain('no user name or password');
});

it('a response after which the request is repeated', () => {
  const said = brief(register(0), sent(0.1, 'SIP/2.0 200 OK', '1 REGISTER', back), register(0.7));
  expect(said).toContain('Response lost: The client repeats its request (#2) after the response.');
});

it('a response that crosses the repeated request is not lost', () => {
  expect(brief(register(0), register(0.5), sent(0.51, 'SIP/2.0 200 OK', '1 REGISTER', back))).toBe('');
  expect(brief(register(0), sent(0.4, 'SIP/2.0 200 OK', '1 REGISTER', back), register(0.5))).toBe('');
});

const recorded = (to: Sent = back, server = '203.0.113.5') =>
  sent(1, 'SIP/2.0 200 OK', '1 INVITE', {
    ...to,
    more: ['Contact: <sip:200@10.0.0.7>', `Record-Route: <sip:${server};lr>`],
  });
const ack = (more: readonly string[] = []) =>
  sent(1.1, 'ACK sip:200@10.0.0.7 SIP/2.0', '1 ACK', { branch: 'ack', more });
const bye = (more: readonly string[] = []) => sent(9, 'BYE sip:200@10.0.0.7 SIP/2.0', '2 BYE', { more });

it('requests within a call that do not go through the server of Record-Route', () => {
  const refused = sent(9.1, 'SIP/2.0 404 Not here', '2 BYE', back);
  const said = brief(invite, recorded(), ack(), bye(), refused);
  expect(said).toContain('No Route: The BYE (#3) has no Route');
  expect(said).toContain('BYE refused: 404 Not here (#4) refuses the BYE.');
});

it.each([
  ['with a Route', recorded(), ['Route: <sip:203.0.113.5;lr>']],
  ['behind the server that removes it', recorded(back, '198.51.100.20'), []],
  ['where a name may be any server', recorded(back, 'proxy.example.org'), []],
] as const)('nothing is said about a Route %s', (_what, answer, route) => {
  const ended = sent(9.1, 'SIP/2.0 200 OK', '2 BYE', back);
  expect(brief(invite, answer, ack(route), bye(route), ended)).not.toContain('No Route');
});

it('a BYE that is challenged and sent again is not refused', () => {
  const first = sent(9.1, 'SIP/2.0 407 Proxy Authentication Required', '2 BYE', {
    ...back,
    more: ['Proxy-Authenticate: Digest realm="a", nonce="n"'],
  });
  const again = sent(9.2, 'BYE sip:200@203.0.113.5 SIP/2.0', '3 BYE');
  const answer = sent(1, 'SIP/2.0 200 OK', '1 INVITE', { ...back, more: ['Contact: <sip:200@203.0.113.5>'] });
  const said = brief(invite, answer, ack(), bye(), first, again, sent(9.3, 'SIP/2.0 200 OK', '3 BYE', back));
  expect(said).not.toContain('BYE refused');
});

it('the same INVITE on two ways', () => {
  const second = sent(0.01, 'INVITE sip:200@example.org SIP/2.0', '1 INVITE', {
    branch: 'other',
    tags: ['f'],
  });
  const refusal = sent(0.02, 'SIP/2.0 482 Loop Detected', '1 INVITE', { ...back, branch: 'other' });
  const answer = sent(1, 'SIP/2.0 200 OK', '1 INVITE', { ...back, more: ['Contact: <sip:200@203.0.113.5>'] });
  expect(brief(invite, second, refusal, answer, ack())).toContain(
    'Merged request: The same request reaches 203.0.113.5:5060 twice with different branches (#0, #1)',
  );
  const only = sent(0.02, 'SIP/2.0 482 Loop Detected', '1 INVITE', back);
  expect(brief(invite, only)).toContain('The request loops');
});

it('a refusal that is repeated without an ACK', () => {
  const busy = (at: number) => sent(at, 'SIP/2.0 486 Busy Here', '1 INVITE', back);
  expect(brief(invite, busy(1), busy(1.5), busy(2.5), busy(4.5))).toContain('No ACK: 486 Busy Here (#1)');
  expect(brief(invite, busy(1), busy(1.5), busy(2.5), ack())).not.toContain('No ACK');
});

it.each([
  ['m=image 4000 udptl t38', 'fax over T.38'],
  ['m=message 4000 TCP/MSRP *', 'no audio, only message'],
  ['m=audio 4000 RTP/AVP 0', 'PCMU/8000'],
  ['m=audio 0 RTP/AVP 0', 'no usable stream'],
])('a refused offer of %s: %s', (media, expected) => {
  const body = `v=0\r\no=- 1 1 IN IP4 198.51.100.20\r\ns=-\r\nc=IN IP4 198.51.100.20\r\nt=0 0\r\n${media}\r\n`;
  const offer = sent(0, 'INVITE sip:200@example.org SIP/2.0', '1 INVITE', {
    tags: ['f'],
    more: ['Content-Type: application/sdp'],
    body,
  });
  expect(brief(offer, sent(0.1, 'SIP/2.0 488 Not Acceptable Here', '1 INVITE', back))).toContain(expected);
});

it('a 404 says what was looked for', () => {
  const missing = (cseq: string) => sent(0.1, 'SIP/2.0 404 Not Found', cseq, back);
  expect(brief(register(0), missing('1 REGISTER'))).toContain('no user or address of record "200"');
  expect(brief(invite, missing('1 INVITE'))).toContain('looked up sip:200@example.org: the number');
  const options = sent(0, 'OPTIONS sip:203.0.113.5 SIP/2.0', '1 OPTIONS', { tags: ['f'] });
  expect(brief(options, missing('1 OPTIONS'))).toContain('any response is enough');
});

it('a 400 names the problem of the request', () => {
  const bad = invite.replace('Content-Length: 0', 'Content-Length: x');
  const refusal = sent(0.1, 'SIP/2.0 400 Bad Request', '1 INVITE', back);
  expect(brief(bad, refusal)).toContain('has a problem that can be the reason');
  expect(
    brief(invite.replace('Max-Forwards: 70', 'Max-Forwards: 70\r\nContact: <sip:a@b>'), refusal),
  ).toContain('400 Bad Request');
});

it('a login that is refused again and again is told once', () => {
  const round = (number: number) => [
    sent(number, 'REGISTER sip:example.org SIP/2.0', `${number} REGISTER`, {
      tags: ['f'],
      more:
        number === 1
          ? []
          : [
              `Authorization: Digest username="100", realm="a", nonce="n${number - 1}", uri="sip:example.org", response="0123456789abcdef0123456789abcdef"`,
            ],
    }),
    sent(number + 0.1, 'SIP/2.0 401 Unauthorized', `${number} REGISTER`, {
      ...back,
      more: [`WWW-Authenticate: Digest realm="a", nonce="n${number}"`],
    }),
  ];
  const said = brief(...[1, 2, 3, 4].flatMap(round));
  expect(said.match(/answered and refused/g)).toHaveLength(1);
});
