import { expect, it } from 'vitest';
import { inBrief } from '../../server/languages/trace/callFlow/explain.ts';
import { checkTrace } from '../../server/languages/trace/check/check.ts';
import { traceOf } from '../../server/languages/trace/model/model.ts';
import { parseTrace } from '../../server/languages/trace/reading/parser.ts';

/** Calls in which everything is as it should be, as captures show them: in whole, in part, on one side, at a proxy. */

const hosts = {
  a: '198.51.100.20:5060',
  p: '203.0.113.1:5060',
  b: '203.0.113.5:5060',
  c: '203.0.113.6:5060',
} as const;
type Host = keyof typeof hosts;

interface Options {
  readonly transport?: string;
  readonly call?: string;
  /** The branch of the topmost Via. */
  readonly branch?: string;
  readonly toTag?: string | undefined;
  readonly fromTag?: string;
  readonly more?: readonly string[];
  readonly body?: string;
}

const sdp = (host: Host) =>
  [
    ...['v=0', `o=- 1 1 IN IP4 ${address(host)}`, 's=-', `c=IN IP4 ${address(host)}`, 't=0 0'],
    ...['m=audio 4000 RTP/AVP 0 101', 'a=rtpmap:101 telephone-event/8000', 'a=sendrecv', ''],
  ].join('\r\n');

function address(host: Host): string {
  return hosts[host].replace(':5060', '');
}

let clock = 0;

/** `a>b` and a start line; the topmost Via is that of the host that sent the request. */
function sent(way: string, first: string, cseq: string, options: Options = {}): string {
  const [from = 'a', to = 'b'] = way.split('>') as Host[];
  const { transport = 'UDP', call = 'c1', toTag, fromTag = 'f', more = [], body = '' } = options;
  const isResponse = first.startsWith('SIP/2.0');
  const client = isResponse ? to : from;
  const branch = options.branch ?? `${client}${cseq.replace(/ (?:ACK|CANCEL)$/, ' INVITE').replace(' ', '')}`;
  clock += 0.1;
  return [
    `# 2026-03-10T10:${String(Math.floor(clock / 60)).padStart(2, '0')}:${(clock % 60).toFixed(6).padStart(9, '0')}Z ${transport} ${hosts[from]} => ${hosts[to]}`,
    first,
    `Via: SIP/2.0/${transport} ${hosts[client]};branch=z9hG4bK${branch}`,
    ...(client === 'p' ? [`Via: SIP/2.0/${transport} ${hosts.a};branch=z9hG4bKa${branch.slice(1)}`] : []),
    `From: <sip:100@example.org>;tag=${fromTag}`,
    `To: <sip:200@example.org>${toTag === undefined ? '' : `;tag=${toTag}`}`,
    `Call-ID: ${call}`,
    `CSeq: ${cseq}`,
    ...(isResponse ? [] : ['Max-Forwards: 70']),
    `Contact: <sip:200@${hosts[from]}>`,
    ...more,
    ...(body === '' ? [] : ['Content-Type: application/sdp']),
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}

const invite = (way = 'a>b', options: Options = {}) =>
  sent(way, 'INVITE sip:200@example.org SIP/2.0', '1 INVITE', { body: sdp('a'), ...options });
const reply = (way: string, status: string, cseq = '1 INVITE', options: Options = {}) =>
  sent(way, `SIP/2.0 ${status}`, cseq, {
    toTag: 't',
    ...(status === '200 OK' && cseq.endsWith('INVITE') ? { body: sdp('b') } : {}),
    ...options,
  });
const trying = (way = 'b>a') => reply(way, '100 Trying', '1 INVITE', { toTag: undefined });
const ack = (way = 'a>b', options: Options = {}) =>
  sent(way, 'ACK sip:200@203.0.113.5 SIP/2.0', '1 ACK', { branch: `${way[0]}ack`, toTag: 't', ...options });
const bye = (way = 'a>b', options: Options = {}) =>
  sent(way, 'BYE sip:200@203.0.113.5 SIP/2.0', '2 BYE', { toTag: 't', ...options });
const cancel = (way: string) => sent(way, 'CANCEL sip:200@example.org SIP/2.0', '1 CANCEL');
const end = [bye(), reply('b>a', '200 OK', '2 BYE')];
const answered = [reply('b>a', '180 Ringing'), reply('b>a', '200 OK')];
const call = [invite(), trying(), ...answered, ack(), ...end];
const reliable = (number: number) => ({ more: ['Require: 100rel', `RSeq: ${number}`] });
const prack = (number: number) =>
  sent('a>b', 'PRACK sip:200@203.0.113.5 SIP/2.0', `${number} PRACK`, {
    toTag: 't',
    more: [`RAck: ${number - 1} 1 INVITE`],
  });
const credentials = (count: number, uri: string) => ({
  more: [
    `Proxy-Authorization: Digest username="100", realm="r", nonce="n", uri="${uri}", response="${'0'.repeat(32)}", algorithm=MD5, qop=auth, nc=0000000${count}, cnonce="c${count}"`,
  ],
});
const challenge = {
  more: ['Proxy-Authenticate: Digest realm="r", nonce="n", algorithm=MD5, qop="auth"'],
};
const report = (number: number, status: string) =>
  sent('b>a', 'NOTIFY sip:100@198.51.100.20 SIP/2.0', `${number} NOTIFY`, {
    ...{ fromTag: 't', toTag: 'f', body: `SIP/2.0 ${status}\r\n` },
    more: [
      'Event: refer',
      `Subscription-State: ${status.startsWith('1') ? 'active;expires=60' : 'terminated;reason=noresource'}`,
    ],
  }).replace('application/sdp', 'message/sipfrag');
const viaProxy = [
  ...[invite('a>p'), trying('p>a'), invite('p>b'), trying('b>p')],
  ...[
    reply('b>p', '180 Ringing'),
    reply('p>a', '180 Ringing'),
    reply('b>p', '200 OK'),
    reply('p>a', '200 OK'),
  ],
  ...[ack('a>p'), ack('p>b'), bye('a>p'), bye('p>b')],
  ...[reply('b>p', '200 OK', '2 BYE'), reply('p>a', '200 OK', '2 BYE')],
];

it.each<readonly [string, readonly string[]]>([
  ['is answered and ends', call],
  ['passes a proxy that stays in the path', viaProxy],
  ['passes a proxy that leaves the path, captured there', viaProxy.slice(0, 8)],
  ['is sent again before 100', [invite(), invite(), trying(), ...call.slice(2)]],
  [
    'has an answer that is sent again until its ACK arrives',
    [...call.slice(0, 4), ack(), reply('b>a', '200 OK'), ack(), reply('b>a', '200 OK'), ack(), ...end],
  ],
  ['is captured three times', call.flatMap(message => [message, message, message])],
  [
    'is captured three times, where the ACK takes another way',
    call.slice(0, 4).flatMap(message => [message, message, message]),
  ],
  ['begins before its capture, with the answer', call.slice(3)],
  ['begins before its capture, with the ACK', call.slice(4)],
  ['begins before its capture, with BYE', call.slice(5)],
  ['ends after its capture', call.slice(0, 5)],
  ['is captured at the called side only, in one direction', [trying(), ...answered, ...end.slice(1)]],
  [
    'rings reliably',
    [
      ...[invite('a>b', { more: ['Supported: 100rel'] }), trying()],
      ...[reply('b>a', '180 Ringing', '1 INVITE', reliable(1)), prack(2), reply('b>a', '200 OK', '2 PRACK')],
      ...[reply('b>a', '183 Session Progress', '1 INVITE', reliable(2)), prack(3)],
      ...[reply('b>a', '200 OK', '3 PRACK'), reply('b>a', '200 OK'), ack()],
    ],
  ],
  [
    'rings at two phones, of which one answers and one is cancelled',
    [
      ...[invite('a>p'), trying('p>a'), invite('p>b'), invite('p>c', { branch: 'p2' })],
      ...[reply('b>p', '180 Ringing'), reply('c>p', '180 Ringing', '1 INVITE', { toTag: 'u', branch: 'p2' })],
      ...[reply('b>p', '200 OK'), reply('p>a', '200 OK'), ack('a>p'), ack('p>b')],
      sent('p>c', 'CANCEL sip:200@example.org SIP/2.0', '1 CANCEL', { branch: 'p2' }),
      reply('c>p', '200 OK', '1 CANCEL', { toTag: 'u', branch: 'p2' }),
      reply('c>p', '487 Request Terminated', '1 INVITE', { toTag: 'u', branch: 'p2' }),
      ack('p>c', { branch: 'p2', toTag: 'u' }),
    ],
  ],
  [
    'is cancelled while it rings, through a proxy',
    [
      ...[
        invite('a>p'),
        trying('p>a'),
        invite('p>b'),
        reply('b>p', '180 Ringing'),
        reply('p>a', '180 Ringing'),
      ],
      ...[
        cancel('a>p'),
        reply('p>a', '200 OK', '1 CANCEL'),
        cancel('p>b'),
        reply('b>p', '200 OK', '1 CANCEL'),
      ],
      ...[reply('b>p', '487 Request Terminated'), ack('p>b', { branch: 'p1INVITE' })],
      ...[reply('p>a', '487 Request Terminated'), ack('a>p', { branch: 'a1INVITE' })],
    ],
  ],
  [
    'ends at both sides at once',
    [
      ...[...call.slice(0, 5), bye(), bye('b>a', { fromTag: 't', toTag: 'f' })],
      reply('b>a', '481 Call/Transaction Does Not Exist', '2 BYE'),
      reply('a>b', '200 OK', '2 BYE', { fromTag: 't', toTag: 'f' }),
    ],
  ],
  [
    'logs in, and again for a change, with a count that rises',
    [
      ...[invite(), reply('b>a', '407 Proxy Authentication Required', '1 INVITE', challenge)],
      ack('a>b', { branch: 'a1INVITE' }),
      ...[2, 3].flatMap(number => {
        const tag = number === 2 ? undefined : 't';
        const given = { ...credentials(number - 1, 'sip:200@example.org'), toTag: tag, body: sdp('a') };
        const cseq = `${number} INVITE`;
        return [
          sent('a>b', 'INVITE sip:200@example.org SIP/2.0', cseq, given),
          reply('b>a', '200 OK', cseq, { body: sdp('b') }),
          sent('a>b', 'ACK sip:200@203.0.113.5 SIP/2.0', `${number} ACK`, {
            ...credentials(number - 1, 'sip:200@example.org'),
            ...{ toTag: 't', branch: `ack${number}` },
          }),
        ];
      }),
    ],
  ],
  [
    'is transferred',
    [
      ...call.slice(0, 5),
      sent('a>b', 'REFER sip:200@203.0.113.5 SIP/2.0', '2 REFER', {
        toTag: 't',
        more: ['Refer-To: <sip:300@example.org>'],
      }),
      reply('b>a', '202 Accepted', '2 REFER'),
      ...[report(1, '100 Trying'), reply('a>b', '200 OK', '1 NOTIFY', { fromTag: 't', toTag: 'f' })],
      ...[report(2, '200 OK'), reply('a>b', '200 OK', '2 NOTIFY', { fromTag: 't', toTag: 'f' })],
      ...[bye('a>b').replace('2 BYE', '3 BYE'), reply('b>a', '200 OK', '3 BYE')],
    ],
  ],
  [
    'has a second leg behind a B2BUA',
    [
      ...[invite('a>p'), trying('p>a'), invite('p>b', { call: 'c2', fromTag: 'g' })],
      ...[
        reply('b>p', '200 OK', '1 INVITE', { call: 'c2', fromTag: 'g' }),
        reply('p>a', '200 OK'),
        ack('a>p'),
      ],
      ack('p>b', { call: 'c2', fromTag: 'g' }),
    ],
  ],
  ...['TCP', 'TLS', 'WS', 'WSS'].map(
    transport =>
      [`passes over ${transport}`, call.map(message => message.replaceAll('UDP', transport))] as const,
  ),
])('a call that %s has no fault', (_, messages) => {
  const trace = traceOf(parseTrace(messages.join('\r\n')));
  expect(trace.entries).toHaveLength(messages.length);
  expect(trace.flow.dialogs.flatMap(dialog => inBrief(trace, dialog).failures)).toEqual([]);
  const severe = checkTrace(trace).filter(({ diagnostic }) => (diagnostic.severity ?? 1) < 3);
  expect(severe.map(({ diagnostic }) => `${diagnostic.code} ${diagnostic.message}`)).toEqual([]);
});
