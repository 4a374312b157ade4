import { describe, expect, it } from 'vitest';
import { messageText } from '../../server/languages/trace/reading/compact.ts';
import { parseTrace } from '../../server/languages/trace/reading/parser.ts';

const header = [
  'Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKa',
  'From: <sip:a@example.com>;tag=1',
  'To: <sip:b@example.com>',
  'Call-ID: one',
  'CSeq: 1 OPTIONS',
  'Content-Length: 0',
];
const request = ['OPTIONS sip:b@example.com SIP/2.0', ...header, ''];
const response = ['SIP/2.0 200 OK', ...header, ''];
const wire = (lines: readonly string[]) => lines.join('\n');
const prefixed = (prefix: string, lines: readonly string[]) => lines.map(line => prefix + line);

interface Case {
  readonly name: string;
  readonly text: string;
  readonly contexts: readonly object[];
}

const escaped = (lines: readonly string[]) => [...lines, ''].join('\\r\\n');

const cases: Case[] = [
  {
    name: 'a message pasted below one with addresses',
    text: wire([
      '<--- Received SIP request (400 bytes) from UDP:192.0.2.1:5060 --->',
      ...request,
      ...response,
      '',
    ]),
    contexts: [{ source: '192.0.2.1:5060', transport: 'UDP', direction: 'received' }, {}],
  },
  {
    name: 'a message pasted below a packet',
    text: wire(['U 192.0.2.1:5060 -> 192.0.2.2:5060', ...request, ...response, '']),
    contexts: [{ source: '192.0.2.1:5060', destination: '192.0.2.2:5060', transport: 'UDP' }, {}],
  },
  {
    name: 'a message pasted below one that was sent through a stream',
    text: wire([
      'channel [1]: message sent to [TCP://192.0.2.2:5060], size: [1] bytes',
      ...request,
      ...response,
      '',
    ]),
    contexts: [{ destination: '192.0.2.2:5060', transport: 'TCP', direction: 'sent' }, {}],
  },
  {
    name: 'two messages read from a stream at once',
    text: wire([
      'channel [1]: received [9] new bytes from [TCP://192.0.2.2:5060]:',
      ...request,
      ...response,
      '',
    ]),
    contexts: [1, 2].map(() => ({ source: '192.0.2.2:5060', transport: 'TCP', direction: 'received' })),
  },
  {
    name: 'logfmt with source and destination',
    text: `ts=2026-03-10T10:15:30.100Z level=debug src_ip=192.0.2.1 src_port=5060 dst=192.0.2.2:5060 proto=udp raw="${escaped(request)}"\n`,
    contexts: [
      {
        time: '2026-03-10T10:15:30.100Z',
        source: '192.0.2.1:5060',
        destination: '192.0.2.2:5060',
        transport: 'UDP',
      },
    ],
  },
  {
    name: 'logfmt and JSON with the local and the remote side',
    text: wire([
      `time="2026-03-10 10:15:30" msg="${escaped(request)}" local=192.0.2.2:5060 remote=192.0.2.1:5060 direction=in`,
      `{"ts": "2026-03-10 10:15:31", "msg": "${escaped(response)}", "local": "192.0.2.2:5060", "remote": "192.0.2.1:5060", "dir": "out"}`,
      '',
    ]),
    contexts: [
      {
        time: '2026-03-10 10:15:30',
        source: '192.0.2.1:5060',
        destination: '192.0.2.2:5060',
        direction: 'received',
      },
      {
        time: '2026-03-10 10:15:31',
        source: '192.0.2.2:5060',
        destination: '192.0.2.1:5060',
        direction: 'sent',
      },
    ],
  },
  {
    name: 'bare messages one after the other',
    text: wire([...request, ...response, '']),
    contexts: [{}, {}],
  },
  {
    name: 'Asterisk sip set debug',
    text: wire([
      '',
      '<--- SIP read from TCP:192.0.2.1:5061 --->',
      ...request,
      '<------------->',
      '--- (6 headers 0 lines) ---',
      'Sending to 192.0.2.1:5061 (no NAT)',
      '',
      '<--- Transmitting (no NAT) to 192.0.2.1:5061 --->',
      ...response,
      '<------------>',
      'Retransmitting #1 (NAT) to 192.0.2.1:5061:',
      ...response,
      '---',
    ]),
    contexts: [
      { source: '192.0.2.1:5061', transport: 'TCP', direction: 'received' },
      { destination: '192.0.2.1:5061', direction: 'sent' },
      { destination: '192.0.2.1:5061', direction: 'sent' },
    ],
  },
  {
    name: 'Asterisk with a time stamp on every line',
    text: wire(
      prefixed('[Mar 30 13:35:51] ', [
        '<--- SIP read from UDP:192.0.2.1:5061 --->',
        ...request,
        '<------------->',
      ]),
    ),
    contexts: [
      { time: 'Mar 30 13:35:51', source: '192.0.2.1:5061', transport: 'UDP', direction: 'received' },
    ],
  },
  {
    name: 'Asterisk 1.2',
    text: wire(['<-- SIP read from 192.0.2.1:5061: ', ...request, '', '--- (6 headers 0 lines)---']),
    contexts: [{ source: '192.0.2.1:5061', transport: 'UDP', direction: 'received' }],
  },
  {
    name: 'PJSIP logger',
    text: wire([
      '[2024-05-01 10:00:00] VERBOSE[11] res_pjsip_logger.c: <--- Received SIP request (400 bytes) from TLS:[2001:db8::1]:5061 --->',
      ...request,
      '',
      '<--- Transmitting SIP response (300 bytes) to TLS:[2001:db8::1]:5061 --->',
      ...response,
    ]),
    contexts: [
      { time: '2024-05-01 10:00:00', source: '[2001:db8::1]:5061', transport: 'TLS', direction: 'received' },
      { destination: '[2001:db8::1]:5061', transport: 'TLS', direction: 'sent' },
    ],
  },
  {
    name: 'ngrep -W byline',
    text: wire([
      'U 2019/08/27 17:26:38.890031 192.0.2.1:5060 -> 2001:db8::2:5060 #1',
      ...request.map(line => `${line}.`),
      '',
      'T 2019/08/27 17:26:39.000000 192.0.2.1:5060 -> 192.0.2.2:5060 [AP] #2',
      ...response.map(line => `${line}.`),
      '',
    ]),
    contexts: [
      {
        time: '2019/08/27 17:26:38.890031',
        source: '192.0.2.1:5060',
        destination: '[2001:db8::2]:5060',
        transport: 'UDP',
      },
      {
        time: '2019/08/27 17:26:39.000000',
        source: '192.0.2.1:5060',
        destination: '192.0.2.2:5060',
        transport: 'TCP',
      },
    ],
  },
  {
    name: 'ngrep, wrapped',
    text: wire([
      'U 2019/08/27 17:26:38.890031 192.0.2.1:5060 -> 192.0.2.2:5060 #1',
      ...(`${request.join('..')}..`.match(/.{1,60}/g) ?? []).map(piece => `  ${piece.padEnd(60)}`),
      '',
    ]),
    contexts: [
      {
        time: '2019/08/27 17:26:38.890031',
        source: '192.0.2.1:5060',
        destination: '192.0.2.2:5060',
        transport: 'UDP',
      },
    ],
  },
  {
    name: 'sngrep text',
    text: wire(['2019/08/27 17:26:38.890031 192.0.2.1:5060 -> 192.0.2.2:5060', ...request, '']),
    contexts: [
      { time: '2019/08/27 17:26:38.890031', source: '192.0.2.1:5060', destination: '192.0.2.2:5060' },
    ],
  },
  {
    name: 'tcpdump -A',
    text: wire([
      '06:37:22.150251 IP 192.0.2.1.sip > 192.0.2.2.5080: SIP: OPTIONS sip:b@example.com SIP/2.0',
      'E.......@.V.',
      `!.f........${request[0]}`,
      ...request.slice(1),
      '',
      '06:37:23.150251 IP6 2001:db8::1.5060 > 2001:db8::2.5061: Flags [P.], seq 1:789, ack 1, win 33304, length 788',
      `E..H....}#AK${response[0]}`,
      ...response.slice(1),
    ]),
    contexts: [
      { time: '06:37:22.150251', source: '192.0.2.1:5060', destination: '192.0.2.2:5080', transport: 'UDP' },
      {
        time: '06:37:23.150251',
        source: '[2001:db8::1]:5060',
        destination: '[2001:db8::2]:5061',
        transport: 'TCP',
      },
    ],
  },
  {
    name: 'Kamailio sipdump',
    text: wire([
      '====================',
      'tag: rcv',
      'pid: 3211',
      'time: 1559123758.904466',
      'proto: udp ipv4',
      'srcip: 192.0.2.1',
      'srcport: 5060',
      'dstip: 192.0.2.2',
      'dstport: 5080',
      '~~~~~~~~~~~~~~~~~~~~',
      ...request,
      '||||||||||||||||||||',
    ]),
    contexts: [
      {
        direction: 'received',
        time: '1559123758.904466',
        transport: 'UDP',
        source: '192.0.2.1:5060',
        destination: '192.0.2.2:5080',
      },
    ],
  },
  {
    name: 'OpenSIPS tracer',
    text: wire(['1559123758.904466 UDP/SIP 192.0.2.1:5060 -> 192.0.2.2:5060', ...request, '']),
    contexts: [
      {
        time: '1559123758.904466',
        transport: 'UDP',
        source: '192.0.2.1:5060',
        destination: '192.0.2.2:5060',
      },
    ],
  },
  {
    name: 'xlog into syslog, one line',
    text: `Nov 21 08:00:01 host kamailio[12]: INFO: <script>: 192.0.2.1:5060 -> 192.0.2.2:5060 ${request.join('#015#012')}#015#012\n`,
    contexts: [{ time: 'Nov 21 08:00:01', source: '192.0.2.1:5060', destination: '192.0.2.2:5060' }],
  },
  {
    name: 'xlog into syslog, the prefix on the first line only',
    text: wire([`Nov 21 08:00:01 host kamailio[12]: INFO: <script>: ${request[0]}`, ...request.slice(1)]),
    contexts: [{ time: 'Nov 21 08:00:01' }],
  },
  {
    name: 'FreeSWITCH siptrace',
    text: wire([
      'recv 584 bytes from udp/[192.0.2.1]:5090 at 12:30:57.916812:',
      '   ------------------------------------------------------------------------',
      ...prefixed('   ', request),
      '   ------------------------------------------------------------------------',
      'send 300 bytes to udp/[192.0.2.1]:5090 at 12:30:57.926812:',
      '   ------------------------------------------------------------------------',
      ...prefixed('   ', response),
      '   ------------------------------------------------------------------------',
    ]),
    contexts: [
      { time: '12:30:57.916812', transport: 'UDP', source: '192.0.2.1:5090', direction: 'received' },
      { time: '12:30:57.926812', transport: 'UDP', destination: '192.0.2.1:5090', direction: 'sent' },
    ],
  },
  {
    name: 'Flexisip debug log',
    text: wire([
      '2026-06-09 07:25:39:033 flexisip-debug- Receiving new Request SIP message: OPTIONS',
      ...request,
      '',
      '2026-06-09 07:25:39:033 flexisip-debug- Invoking onRequest() on module SanityChecker',
    ]),
    contexts: [{ time: '2026-06-09 07:25:39:033', direction: 'received' }],
  },
  {
    name: 'Wireshark text export',
    text: wire([
      'No.     Time           Source                Destination           Protocol Length Info',
      '      1 0.000000       192.0.2.1             192.0.2.2             SIP      506    Request: OPTIONS sip:b@example.com |',
      '',
      'Frame 1: 506 bytes on wire (4048 bits), 506 bytes captured (4048 bits)',
      'Internet Protocol Version 4, Src: 192.0.2.1, Dst: 192.0.2.2',
      'User Datagram Protocol, Src Port: 5060, Dst Port: 5080',
      'Session Initiation Protocol (OPTIONS)',
      `    Request-Line: ${request[0]}`,
      '        Method: OPTIONS',
      '    Message Header',
      ...header.flatMap(line => [`        ${line}`, '            [detail]', '        [Generated]']),
    ]),
    contexts: [
      { time: '0.000000', source: '192.0.2.1:5060', destination: '192.0.2.2:5080', transport: 'UDP' },
    ],
  },
  {
    name: 'SIPp message log',
    text: wire([
      '----------------------------------------------- 2019-08-27	17:26:38.890031	1566919598.890031',
      'UDP message sent (512 bytes):',
      '',
      ...request,
      '----------------------------------------------- 2019-08-27	17:26:38.990031	1566919598.990031',
      'UDP message received [300] bytes :',
      '',
      ...response,
    ]),
    contexts: [
      { time: '2019-08-27	17:26:38.890031', transport: 'UDP', direction: 'sent' },
      { time: '2019-08-27	17:26:38.990031', transport: 'UDP', direction: 'received' },
    ],
  },
  {
    name: 'HOMER text',
    text: wire(['proto:UDP 2021-05-06T10:18:39.123Z  192.0.2.1:5060 ---> 192.0.2.2:5060', '', ...request]),
    contexts: [
      {
        time: '2021-05-06T10:18:39.123Z',
        transport: 'UDP',
        source: '192.0.2.1:5060',
        destination: '192.0.2.2:5060',
      },
    ],
  },
  {
    name: 'HOMER JSON on one line',
    text: JSON.stringify({
      data: [request, response].map((lines, index) => ({
        id: index,
        create_date: `2021-05-06T10:18:3${index}.123Z`,
        protocol_header: {
          srcIp: '192.0.2.1',
          srcPort: 5060 + index,
          dstIp: '192.0.2.2',
          dstPort: 5080,
          protocol: 17,
        },
        raw: `${lines.join('\r\n')}\r\n`,
      })),
    }),
    contexts: [0, 1].map(index => ({
      time: `2021-05-06T10:18:3${index}.123Z`,
      source: `192.0.2.1:506${index}`,
      destination: '192.0.2.2:5080',
      transport: 'UDP',
    })),
  },
  {
    name: 'HOMER JSON, pretty-printed',
    text: JSON.stringify(
      {
        data: [request, response].map((lines, index) => ({
          raw: `${lines.join('\r\n')}\r\n`,
          srcIp: '2001:db8::1',
          srcPort: 5060 + index,
          dstIp: '192.0.2.2',
          dstPort: 5080,
          timeSeconds: 1620296319,
          timeUseconds: index,
        })),
      },
      undefined,
      2,
    ),
    contexts: [0, 1].map(index => ({
      time: `1620296319.00000${index}`,
      source: `[2001:db8::1]:506${index}`,
      destination: '192.0.2.2:5080',
    })),
  },
  {
    name: 'pjsua',
    text: wire([
      '18:21:35.123   pjsua_core.c  .TX 512 bytes Request msg OPTIONS/cseq=1 (tdta0x7f) to UDP 192.0.2.1:5060:',
      ...request,
      '',
      '--end msg--',
    ]),
    contexts: [{ time: '18:21:35.123', transport: 'UDP', destination: '192.0.2.1:5060', direction: 'sent' }],
  },
  {
    name: 'YAML',
    text: wire([
      '- |+',
      ...prefixed('  ', request.slice(0, -1)),
      '',
      '- |+',
      ...prefixed('  ', response.slice(0, -1)),
      '',
    ]),
    contexts: [{}, {}],
  },
  {
    name: 'the workbench itself',
    text: wire(['# 2026-01-01T00:00:00.000000Z UDP 192.0.2.1:5060 => [2001:db8::1]:5060', ...request]),
    contexts: [
      {
        time: '2026-01-01T00:00:00.000000Z',
        transport: 'UDP',
        source: '192.0.2.1:5060',
        destination: '[2001:db8::1]:5060',
      },
    ],
  },
];

describe('messages in logs', () => {
  it.each(cases)('$name', ({ text, contexts }) => {
    const messages = parseTrace(text).blocks.flatMap(block => block.messages);
    expect(messages.map(message => message.context)).toEqual(contexts);
    const texts = messages.map(message => messageText(message).replaceAll('\r\n', '\n').trimEnd());
    for (const found of texts) expect([wire(request).trimEnd(), wire(response).trimEnd()]).toContain(found);
    expect(messages.every(message => message.cut === undefined)).toBe(true);
  });
});

describe('bodies', () => {
  const count = (text: string) => parseTrace(text).blocks.flatMap(block => block.messages).length;
  const invite = (body: string, type: string, length = body.length) =>
    `NOTIFY sip:b@example.com SIP/2.0\r\nCall-ID: one\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n${body}`;

  it('keeps a message fragment inside the message that carries it', () => {
    const body = 'SIP/2.0 100 Trying\r\n';
    expect(count(invite(body, 'message/sipfrag') + invite(body, 'message/sipfrag'))).toBe(2);
  });

  it('does not let a Content-Length that is too large swallow the next message', () => {
    const tree = parseTrace(
      invite('v=0\r\n', 'application/sdp', 9999) + invite('v=0\r\n', 'application/sdp'),
    );
    const messages = tree.blocks.flatMap(block => block.messages);
    expect(messages.map(message => message.cut)).toEqual(['body', undefined]);
  });

  it('ends a body where Content-Length says', () => {
    const text = `${invite('hello', 'text/plain')}\r\nthis belongs to nobody\r\n`;
    const message = parseTrace(text).blocks[0]?.messages[0];
    expect(message?.slices.at(-1)?.text).toBe('hello\r\n');
  });

  it('says where a message breaks off', () => {
    const messages = parseTrace('INVITE sip:b@example.com SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.1\n').blocks[0]
      ?.messages;
    expect(messages?.[0]?.cut).toBe('header');
  });
});
