import { describe, expect, it } from 'vitest';
import { parseTrace } from '../../server/languages/trace/reading/parser.ts';

const MESSAGE = [
  'OPTIONS sip:b@example.com SIP/2.0',
  'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1',
  'Call-ID: 1',
  'Content-Length: 0',
  '',
];
const PEER = '192.0.2.1:5060';

/** The line above a message in the logs of programs, and what it says. */
const heads: readonly (readonly [string, string, object])[] = [
  [
    'Linphone with a date',
    `2026-03-10 10:15:30:100 [belle-sip] MESSAGE channel [0x7908]: message sent to [TLS://${PEER}], size: [279] bytes`,
    { time: '2026-03-10 10:15:30:100', direction: 'sent', destination: PEER, transport: 'TLS' },
  ],
  [
    'Linphone on a desktop',
    `[10:15:30:100][0x7f12][Info]belle-sip: channel [0x55d]: message sent to [UDP://${PEER}], size: [279] bytes`,
    { time: '10:15:30:100', direction: 'sent', destination: PEER, transport: 'UDP' },
  ],
  [
    'AudioCodes',
    `10:15:30.100  192.0.2.9  local0.notice  [S=1] [SID=a:1:2]  (N 1) ---- Incoming SIP Message from ${PEER} to SIPInterface #0 (LAN) TCP TO(#1) ---- `,
    { time: '10:15:30.100', direction: 'received', source: PEER, transport: 'TCP' },
  ],
  [
    'CUCM',
    '00001200.001 |10:15:30.100 |AppInfo  |SIPTcp - wait: Outgoing SIP TCP message to 192.0.2.1 on port 5060 index 12',
    { time: '10:15:30.100', direction: 'sent', destination: PEER, transport: 'TCP' },
  ],
  [
    '3CX, received',
    `26/03/10 10:15:30.100|CM1|7f|Verbose: [MS] Recv OPTIONS sip:b@x from ${PEER} tid=1 Call-ID=1:`,
    { time: '10:15:30.100', direction: 'received', source: PEER },
  ],
  [
    '3CX, received through TCP',
    `26/03/10 10:15:30.100|CM1|7f|Verbose: [MS] Recv from TCP:${PEER} tid=1:`,
    { time: '10:15:30.100', direction: 'received', source: PEER, transport: 'TCP' },
  ],
  [
    '3CX, sent',
    `26/03/10 10:15:30.100|CM1|7f|Verbose: [MS] Send to UDP:${PEER}:`,
    { time: '10:15:30.100', direction: 'sent', destination: PEER, transport: 'UDP' },
  ],
  [
    '3CX, response sent',
    `2026/03/10 10:15:30.100|7168|    |Trc5|07: [CM503012]: Send Resp 200/OPTIONS to ${PEER} tid=1 Call-ID=1:`,
    { time: '2026/03/10 10:15:30.100', direction: 'sent', destination: PEER },
  ],
  [
    'CUCM, older',
    `03/10/2026 10:15:30.100 CCM|//SIP/SIPUdp/wait_UdpDataInd: Incoming SIP UDP message size 279 from 192.0.2.1:[5060]:`,
    { time: '03/10/2026 10:15:30.100', direction: 'received', source: PEER, transport: 'UDP' },
  ],
  [
    'Polycom without the transport',
    `0310101530|sip  |0|00|>>> Data Send to ${PEER}`,
    { time: 'Mar 10 10:15:30', direction: 'sent', destination: PEER },
  ],
  [
    'Polycom with the transport first',
    `0310101530|sip  |0|00|<<< TCP Received from ${PEER}`,
    { time: 'Mar 10 10:15:30', direction: 'received', source: PEER, transport: 'TCP' },
  ],
  [
    'a phone that numbers its accounts',
    `Mar 10 10:15:30 192.0.2.9 GS_LOG: [00:0B:82:AA:BB:CC][000][FF01] Send SIP message: 1 To ${PEER}`,
    { time: 'Mar 10 10:15:30', direction: 'sent', destination: PEER },
  ],
  [
    'a program that says how many bytes it sent',
    `[10/3/2026 10:15:30.100] [INFO] SIP message sent to UDP:${PEER} [279 bytes]`,
    { time: '10/3/2026 10:15:30.100', direction: 'sent', destination: PEER, transport: 'UDP' },
  ],
  [
    'a program that says what it did',
    `10:15:30.100|4188|Trc5| Recv from UDP ${PEER}:`,
    { time: '10:15:30.100', direction: 'received', source: PEER, transport: 'UDP' },
  ],
  [
    'reSIProcate',
    `DEBUG | 20260310-101530.100 | repro | RESIP:TRANSPORT | 1 | U.cxx:2 | outgoing to: [ V4 ${PEER} UDP target domain=unspecified ]`,
    { time: '20260310-101530.100', direction: 'sent', destination: PEER, transport: 'UDP' },
  ],
  [
    'SIP.js',
    'Tue Mar 10 2026 10:15:30 GMT+0100 (CET) | sip.Transport | Received WebSocket text message:',
    { time: 'Mar 10 2026 10:15:30', direction: 'received' },
  ],
  ['JsSIP', 'JsSIP:Transport sending message:', { direction: 'sent' }],
  ['baresip', '10:15:30.100#', { time: '10:15:30.100' }],
  [
    'Zoiper',
    `2026-03-10 10:15:30.100 D [SIP/4] Received from UDP: ${PEER}`,
    { time: '2026-03-10 10:15:30.100', direction: 'received', source: PEER, transport: 'UDP' },
  ],
  [
    'a transport in small letters before a slash',
    `2026-03-10 10:15:30.100 | Z5 | DBG | SIP | Recv 280 bytes from udp/${PEER}`,
    { time: '2026-03-10 10:15:30.100', direction: 'received', source: PEER, transport: 'UDP' },
  ],
  [
    'Received message from an address',
    `Mar 10 10:15:30 192.0.2.9 GXP: SIP - SIPStack::recvMsg Received message from ${PEER}:`,
    { time: 'Mar 10 10:15:30', direction: 'received', source: PEER },
  ],
  [
    'Transmit message to an address',
    `Mar 10 10:15:30 192.0.2.9 GXP: SIP - SIPStack::sendMsg Transmit message to ${PEER}:`,
    { time: 'Mar 10 10:15:30', direction: 'sent', destination: PEER },
  ],
  [
    'reSIProcate, a received message',
    `DEBUG | 20260310-101530.100 | app | RESIP:TRANSPORT | Received message from [ V4 ${PEER} UDP ]`,
    { time: '20260310-101530.100', direction: 'received', source: PEER, transport: 'UDP' },
  ],
  [
    'Grandstream',
    `Mar 10 10:15:30 192.0.2.9 GS_LOG: [00][000] SIPStack(0)::sendMessage to ${PEER} UDP:`,
    { time: 'Mar 10 10:15:30', direction: 'sent', destination: PEER, transport: 'UDP' },
  ],
  [
    'PJSIP programs',
    `2026-03-10 10:15:30.100   sip_endpoint.c  TX 279 bytes to UDP ${PEER}:`,
    { time: '2026-03-10 10:15:30.100', direction: 'sent', destination: PEER, transport: 'UDP' },
  ],
  [
    'a line of a script',
    `Mar 10 10:15:30 [1234] INFO: message from ${PEER}`,
    { time: 'Mar 10 10:15:30', source: PEER },
  ],
];

describe('the line above a message', () => {
  it.each(heads)('%s', (_name, head, context) => {
    const text = `${[head, ...MESSAGE, '', head, ...MESSAGE, ''].join('\n')}`;
    const messages = parseTrace(text).blocks.flatMap(block => block.messages);
    expect(messages.map(found => found.context)).toEqual([context, context]);
    expect(messages.map(found => found.cut)).toEqual([undefined, undefined]);
  });

  it('Yealink and Polycom put it in front of every line', () => {
    const yealink = (line: string) => `<134>Mar 10 10:15:30 sua [882]: SIP  <6+info  > [000] ${line}`;
    const polycom = (line: string, number: number) =>
      `0310101530|sip  |1|00|${number > 1 ? '    ' : ''}${line}`;
    const texts = [
      [`Message recv: (from src=${PEER} len=275)`, ...MESSAGE.slice(0, -1)].map(yealink),
      [`<<< Data Received UDP from ${PEER}`, ...MESSAGE].map(polycom),
    ];
    for (const lines of texts) {
      const messages = parseTrace(`${lines.join('\n')}\n${lines.join('\n')}\n`).blocks.flatMap(
        block => block.messages,
      );
      expect(messages.map(found => found.context)).toMatchObject(
        [1, 2].map(() => ({ time: 'Mar 10 10:15:30', source: PEER, direction: 'received' })),
      );
      expect(messages[0]?.slices.map(slice => slice.text.trimEnd()).filter(line => line !== '')).toEqual(
        MESSAGE.slice(0, -1),
      );
    }
  });

  it.each(['10-03-2026 10:15:30.100', '2026-03-10 10:15:30.100'])('Avaya writes both ends: %s', time => {
    const head = [
      '--------------------',
      time,
      'octets: 279, Body Length: 0',
      `egress: { L192.0.2.9:5060/R${PEER}/TCP/0x9 }`,
      '--------------------',
    ];
    const messages = parseTrace([...head, ...MESSAGE, '', ...head, ...MESSAGE, ''].join('\n')).blocks.flatMap(
      block => block.messages,
    );
    expect(messages.map(found => found.context)).toEqual(
      [1, 2].map(() => ({
        time,
        transport: 'TCP',
        source: '192.0.2.9:5060',
        destination: PEER,
        direction: 'sent',
      })),
    );
  });

  it('Avaya writes both ends in brackets, with an arrow behind the time', () => {
    const head = [
      '10/03/2026 10:15:30.100 -->',
      'octets: 279, Body Length: 0',
      `ingress: [ L192.0.2.9:5061/R${PEER}/TLS/0x9 ]`,
      'egress: [ NO TARGET ]',
    ];
    const messages = parseTrace(
      [...head, ...MESSAGE, '', '--------------------', ''].join('\n'),
    ).blocks.flatMap(block => block.messages);
    expect(messages.map(found => found.context)).toEqual([
      {
        time: '10/03/2026 10:15:30.100',
        transport: 'TLS',
        source: PEER,
        destination: '192.0.2.9:5061',
        direction: 'received',
      },
    ]);
  });

  it('Docker keeps every line in JSON, with the time', () => {
    const record = (line: string) =>
      JSON.stringify({ stream: 'stdout', log: `${line}\n`, time: '2026-03-10T10:15:30.1Z' }).replace(
        /":/g,
        '": ',
      );
    const messages = parseTrace(MESSAGE.map(record).join('\n')).blocks.flatMap(block => block.messages);
    expect(messages.map(found => found.context)).toEqual([{ time: '2026-03-10T10:15:30.1Z' }]);
  });

  it('one line of syslog with spaces before #012', () => {
    const line = `Mar 10 10:15:30 192.0.2.9 ---- Incoming SIP Message from ${PEER} to SIPInterface #0 (LAN) UDP TO(#1) ---- #012${MESSAGE.join(' #012')} #012 [Time:10-03@10:15:30.100]`;
    const [found] = parseTrace(line).blocks.flatMap(block => block.messages);
    expect(found?.slices.map(slice => slice.text.trimEnd()).filter(text => text !== '')).toEqual(
      MESSAGE.slice(0, -1),
    );
    expect(found?.context).toMatchObject({ source: PEER, direction: 'received' });
  });
});
