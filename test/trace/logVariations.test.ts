import { describe, expect, it } from 'vitest';
import { traceOf } from '../../server/languages/trace/model/model.ts';
import { rangeOf } from '../../server/languages/trace/model/place.ts';
import { messageText } from '../../server/languages/trace/reading/compact.ts';
import type { LogContext } from '../../server/languages/trace/reading/formats/format.ts';
import { secondsOf } from '../../server/languages/trace/reading/formats/timeStamp.ts';
import { parseTrace, printTrace } from '../../server/languages/trace/reading/parser.ts';

const sdp = [
  'v=0',
  'o=- 1 1 IN IP4 192.0.2.10',
  's=-',
  'c=IN IP4 192.0.2.10',
  't=0 0',
  'm=audio 49170 RTP/AVP 0',
];
const bytes = sdp.map(line => line.length + 2).reduce((sum, length) => sum + length, 0);
const header = (cseq: string): string[] => [
  'Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK776as;rport',
  'From: "Alice, A" <sip:alice@example.com>;tag=19283',
  'To: <sip:bob@example.com>',
  'Call-ID: a84b4c76e66710@192.0.2.10',
  `CSeq: ${cseq}`,
];
const invite = [
  'INVITE sip:bob@example.com SIP/2.0',
  ...header('1 INVITE'),
  'Content-Type: application/sdp',
  `Content-Length: ${bytes}`,
  '',
  ...sdp,
];
const trying = ['SIP/2.0 100 Trying', ...header('1 INVITE'), 'Content-Length: 0', ''];
const bye = ['BYE sip:bob@[2001:db8::2]:5060 SIP/2.0', ...header('2 BYE'), 'Content-Length: 0', ''];
const all = [invite, trying, bye];

const each = (write: (message: readonly string[], number: number) => readonly string[]): string =>
  `${all.flatMap((message, number) => write(message, number)).join('\n')}\n`;
const chanSip = '<--- SIP read from UDP:192.0.2.10:5060 --->';
const resPjsip = '<--- Received SIP request (900 bytes) from UDP:192.0.2.10:5060 --->';
const siptrace = 'recv 900 bytes from udp/[192.0.2.10]:5060 at 10:00:00.123456:';
const packet = '192.0.2.10:5060 -> 192.0.2.20:5060';
const dashes = `   ${'-'.repeat(72)}`;
const received: LogContext = { source: '192.0.2.10:5060', transport: 'UDP', direction: 'received' };
const both: LogContext = { source: '192.0.2.10:5060', destination: '192.0.2.20:5060' };
/** Bytes in the ways of `tcpdump -X` and `ngrep -x`. */
function dump(text: string, isTcpdump: boolean): string[] {
  return (text.match(/[\s\S]{1,16}/g) ?? []).map((row, number) => {
    const digits = Array.from(row, byte => byte.charCodeAt(0).toString(16).padStart(2, '0'));
    const shown = row.replace(/[^ -~]/g, '.');
    if (isTcpdump) {
      const words =
        digits
          .join('')
          .match(/.{1,4}/g)
          ?.join(' ') ?? '';
      return `\t0x${(number * 16).toString(16).padStart(4, '0')}:  ${words.padEnd(39)}  ${shown}`;
    }
    const halves = [digits.slice(0, 8).join(' '), digits.slice(8).join(' ')];
    return `  ${halves.join('    ').trimEnd().padEnd(50)}    ${shown}`;
  });
}

const syslog = { time: 'May  1 10:00:00' };

const logs: readonly (readonly [string, string, LogContext])[] = [
  [
    'colors in every line',
    each(message => [`\u001b[0;37m${chanSip}\u001b[0m`, ...message.map(line => `\u001b[0m${line}`)]),
    received,
  ],
  [
    'colors in the prefix',
    each(message => [
      `[2024-05-01 10:00:00] \u001b[1;32mVERBOSE\u001b[0m[1234]: \u001b[1;37mchan_sip.c\u001b[0m: ${chanSip}`,
      ...message,
      '<------------->',
    ]),
    { ...received, time: '2024-05-01 10:00:00' },
  ],
  [
    'docker compose',
    each(message => [resPjsip, ...message, ''].map(line => `asterisk_1  | ${line}`)),
    received,
  ],
  [
    'docker logs -t',
    each(message =>
      [resPjsip, ...message, ''].map((line, number) => `2024-05-01T10:00:00.12345678${number % 10}Z ${line}`),
    ),
    { ...received, time: '2024-05-01T10:00:00.123456780Z' },
  ],
  [
    'containers under Kubernetes',
    each(message => [resPjsip, ...message, ''].map(line => `2024-05-01T10:00:00.1+02:00 stdout F ${line}`)),
    { ...received, time: '2024-05-01T10:00:00.1+02:00' },
  ],
  [
    'files of Docker',
    each(message =>
      [resPjsip, ...message, ''].map(line => JSON.stringify({ log: `${line}\r\n`, stream: 'stdout' })),
    ),
    received,
  ],
  [
    'journalctl',
    each(message =>
      [resPjsip, ...message, ''].map(line => `May 01 10:00:00.123456 pbx asterisk[1234]: ${line}`),
    ),
    { ...received, time: 'May 01 10:00:00.123456' },
  ],
  [
    'journalctl, one record of many lines',
    each(message => [
      `May  1 10:00:00 pbx kamailio[12]: ${message[0]}`,
      ...message.slice(1).map(line => ' '.repeat(34) + line),
    ]),
    syslog,
  ],
  [
    'journalctl -o json',
    each(message => [
      JSON.stringify({
        __REALTIME_TIMESTAMP: '1714557600123456',
        MESSAGE: [resPjsip, ...message, ''].join('\r\n'),
      }),
    ]),
    { ...received, time: '1714557600.123456' },
  ],
  [
    'RFC 5424',
    each(message =>
      [resPjsip, ...message, ''].map(line => `<134>1 2024-05-01T10:00:00.123Z pbx asterisk 1234 - - ${line}`),
    ),
    { ...received, time: '2024-05-01T10:00:00.123Z' },
  ],
  [
    'rsyslog with the frame of Asterisk',
    each(message => [
      `May  1 10:00:00 pbx asterisk[1]: VERBOSE[2]: chan_sip.c:1 in handle: #012${chanSip}#012${message.join('#015#012')}#012<------------->#012`,
    ]),
    { ...received, ...syslog },
  ],
  [
    'syslog, a CR as #015',
    each(message => message.map(line => `May  1 10:00:00 host kamailio[12]: INFO: ${line}#015`)),
    syslog,
  ],
  ['a CR as ^M', each(message => [packet, ...message.map(line => `${line}^M`)]), both],
  [
    'C escapes in a line',
    each(message => [
      `2024-05-01T10:00:00.1+02:00 host opensips[12]: udp:${packet.replace('> ', '> udp:')} ${message.join('\\r\\n')}\\r\\n`,
    ]),
    { ...both, transport: 'UDP', time: '2024-05-01T10:00:00.1+02:00' },
  ],
  [
    'Kamailio on standard error',
    each((message, number) => [` ${number}(1234) INFO: <script>: ${message[0]}`, ...message.slice(1)]),
    {},
  ],
  [
    'xlog with addresses before $mb',
    each(message => [`May  1 10:00:00 host opensips[12]: ${packet} ${message[0]}`, ...message.slice(1)]),
    { ...both, ...syslog },
  ],
  [
    'ngrep -W single',
    each(message => [`U 2024/05/01 10:00:00.000001 ${packet} #1 ${message.join('..')}..`, '']),
    { ...both, transport: 'UDP', time: '2024/05/01 10:00:00.000001' },
  ],
  [
    'ngrep -W none',
    each(message => [`U 2024/05/01 10:00:00.000001 ${packet} #1`, `${message.join('..')}..`, '']),
    { ...both, transport: 'UDP', time: '2024/05/01 10:00:00.000001' },
  ],
  [
    'tcpdump -e with a VLAN',
    each(message => [
      `10:00:00.000001 00:11:22:33:44:55 > 66:77:88:99:aa:bb, ethertype 802.1Q (0x8100), length 567: vlan 10, p 0, ethertype IPv4 (0x0800), 192.0.2.10.5060 > 192.0.2.20.5060: SIP: ${message[0]}`,
      `E..X..@.@..............D.${message[0]}`,
      ...message.slice(1),
      '',
    ]),
    { ...both, transport: 'UDP', time: '10:00:00.000001' },
  ],
  [
    'tcpdump -X',
    each(message => [
      `10:00:00.000001 IP 192.0.2.10.5060 > 192.0.2.20.5060: SIP: ${message[0]}`,
      ...dump(`E..\0\0\n..............SIP/2.${message.join('\r\n')}\r\n`, true),
    ]),
    { ...both, transport: 'UDP', time: '10:00:00.000001' },
  ],
  [
    'ngrep -x',
    each(message => [
      `U 2024/05/01 10:00:00.000001 ${packet} #1`,
      ...dump(`${message.join('\r\n')}\r\n`, false),
      '',
    ]),
    { ...both, transport: 'UDP', time: '2024/05/01 10:00:00.000001' },
  ],
  [
    'FreeSWITCH, indented by tabs',
    each(message => [siptrace, dashes, ...message.map(line => `\t${line}`), dashes]),
    { ...received, time: '10:00:00.123456' },
  ],
  [
    'FreeSWITCH with a level',
    each(message => [
      `2024-05-01 10:00:00.1 98.50% [DEBUG] tport.c:123 ${siptrace}`,
      dashes,
      ...message.map(line => `   ${line}`),
      dashes,
    ]),
    { ...received, time: '10:00:00.123456' },
  ],
  [
    'Cisco debug ccsip',
    each(message => [
      '*Mar  1 00:12:34.567: //-1/xxxxxxxxxxxx/SIP/Msg/ccsipDisplayMsg:',
      'Received: ',
      ...message,
      '',
    ]),
    { time: 'Mar  1 00:12:34.567', direction: 'received' },
  ],
  [
    'baresip',
    each(message => ['\u001b[36;1m10:00:00.123#', `UDP ${packet}`, ...message, '\u001b[;m']),
    { ...both, transport: 'UDP', time: '10:00:00.123' },
  ],
  ['quoted mail', each(message => message.map(line => `> ${line}`)), {}],
  [
    'numbered lines',
    each((message, call) =>
      message.map((line, number) => `${String(call * 20 + number).padStart(5)}\t${line}`),
    ),
    {},
  ],
  [
    'grep -n',
    each((message, call) => message.map((line, number) => `${call * 20 + number + 1}:${line}`)),
    {},
  ],
  ['an empty line below every line', each(message => message.flatMap(line => [line, ''])), {}],
  ['spaces at the ends of lines', each(message => message.map(line => `${line}  `)), {}],
  ['Markdown', each(message => ['```', ...message, '```']), {}],
  [
    'German dates',
    each(message => [`01.05.2024 10:00:00 INFO ${packet}`, ...message]),
    { ...both, time: '01.05.2024 10:00:00' },
  ],
  [
    'American dates',
    each(message => [`05/01/2024 10:00:00 AM ${packet}`, ...message]),
    { ...both, time: '05/01/2024 10:00:00 AM' },
  ],
  [
    'dates of web servers',
    each(message => [`[01/May/2024:10:00:00 +0200] ${packet}`, ...message]),
    { ...both, time: '01/May/2024:10:00:00' },
  ],
  [
    'months in another language',
    each(message => message.map(line => `Mär  1 10:00:00 host kamailio[12]: INFO: ${line}`)),
    { time: 'Mär  1 10:00:00' },
  ],
];

describe('logs with something around their lines', () => {
  it.each(logs)('%s', (_name, text, context) => {
    const tree = parseTrace(text);
    expect(printTrace(tree)).toBe(text);
    const found = tree.blocks.flatMap(block => block.messages);
    const plain = (lines: string): string => lines.replace(/[ \t]*(?:\r\n|\r|\n)/g, '\n').trimEnd();
    expect(found.map(message => plain(messageText(message)))).toEqual(
      all.map(lines => lines.join('\n').trimEnd()),
    );
    expect(found.map(message => message.cut)).toEqual([undefined, undefined, undefined]);
    for (const message of found) expect(message.context).toEqual(context);
  });

  // What a dump shows of one word may stand on two of its lines.
  const whole = logs.filter(([name]) => !/ -[xX]$/.test(name));

  it.each(whole)('%s: positions are those of the file', (_name, text) => {
    const lines = text.split('\n');
    for (const entry of traceOf(parseTrace(text)).entries) {
      const at = messageText(entry.message).indexOf('a84b4c76e66710');
      const { start, end } = rangeOf(entry, { start: at, end: at + 14 });
      expect(lines[start.line]?.slice(start.character, end.character)).toBe('a84b4c76e66710');
    }
  });
});

describe('time stamps', () => {
  it.each([
    ['01.05.2024 10:00:00', Date.UTC(2024, 4, 1, 10) / 1000],
    ['05/01/2024 10:00:00 PM', Date.UTC(2024, 4, 1, 22) / 1000],
    ['12/31/2024 12:00:00 AM', Date.UTC(2024, 11, 31) / 1000],
    ['31/12/2024 10:00:00', Date.UTC(2024, 11, 31, 10) / 1000],
    ['01/May/2024:10:00:00', Date.UTC(2024, 4, 1, 10) / 1000],
    ['1714557600123', 1714557600.123],
    ['Mär  1 10:00:00', 36_000],
  ])('%s', (stamp, seconds) => {
    expect(secondsOf(stamp)).toBe(seconds);
  });
});
