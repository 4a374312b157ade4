import { describe, expect, it } from 'vitest';
import { checkTrace } from '../../server/languages/trace/check/check.ts';
import { traceOf } from '../../server/languages/trace/model/model.ts';
import { messageText } from '../../server/languages/trace/reading/compact.ts';
import { parseTrace, printTrace } from '../../server/languages/trace/reading/parser.ts';
import type { TraceMessage } from '../../server/languages/trace/reading/traceMessage.ts';

function message(call: string, what: string, body: readonly string[] = []): readonly string[] {
  const method = what.startsWith('SIP') ? 'INVITE' : (what.split(' ')[0] ?? '');
  return [
    what,
    `Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK${call}`,
    'Max-Forwards: 70',
    `From: <sip:a@example.com>;tag=${call}`,
    'To: <sip:b@example.com>',
    `Call-ID: ${call}`,
    `CSeq: 1 ${method}`,
    ...(body.length === 0 ? [] : ['Content-Type: application/sdp']),
    `Content-Length: ${body.map(line => line.length + 2).reduce((sum, length) => sum + length, 0)}`,
    '',
    ...body,
  ];
}

const sdp = [
  'v=0',
  'o=- 1 1 IN IP4 192.0.2.1',
  's=-',
  'c=IN IP4 192.0.2.1',
  't=0 0',
  'm=audio 4000 RTP/AVP 0',
];
const one = message('one', 'INVITE sip:b@example.com SIP/2.0', sdp);
const two = message('two', 'OPTIONS sip:b@example.com SIP/2.0');
const three = message('three', 'SIP/2.0 180 Ringing');

/** Lines of several writers, a few of each in turn. */
function mixed(...writers: readonly (readonly string[])[]): string[] {
  const lines: string[] = [];
  const rest = writers.map(writer => [...writer]);
  for (let round = 0; rest.some(writer => writer.length > 0); round++) {
    for (const [number, writer] of rest.entries())
      lines.push(...writer.splice(0, 1 + ((round + number) % 3)));
  }
  return lines;
}

function readBack(lines: readonly string[], eol = '\n'): readonly TraceMessage[] {
  const text = lines.map(line => line + eol).join('');
  const tree = parseTrace(text);
  expect(printTrace(tree)).toBe(text);
  const found = tree.blocks.flatMap((block, number) =>
    block.messages.map(message => {
      for (const slice of message.slices) {
        const line = lines[(tree.starts[number] ?? 0) + slice.line] ?? '';
        const content = slice.text.replace(/[\r\n]+$/, '');
        expect(line.slice(slice.column, slice.column + content.length)).toBe(content);
      }
      return message;
    }),
  );
  return found;
}

const texts = (messages: readonly TraceMessage[]): string[] =>
  messages.map(found => messageText(found).replaceAll('\r\n', '\n').trimEnd());
const whole = (...messages: readonly (readonly string[])[]): string[] =>
  messages.map(lines => lines.join('\n').trimEnd());
const prefixed = (prefix: string, lines: readonly string[]): string[] => lines.map(line => prefix + line);

describe('messages of several writers', () => {
  it.each([
    ['syslog', 'May  1 10:00:00 host kamailio[12]: INFO: ', 'May  1 10:00:00 host kamailio[13]: INFO: '],
    [
      'journald',
      '2024-05-01T10:00:00+0200 host opensips[120]: ',
      '2024-05-01T10:00:01+0200 host opensips[98]: ',
    ],
    [
      'RFC 5424',
      '<134>1 2024-05-01T10:00:00.123Z pbx kamailio 12 - - ',
      '<134>1 2024-05-01T10:00:00.124Z pbx kamailio 13 - - ',
    ],
    ['standard error', ' 5(101) INFO: <script>: ', '11(107) INFO: <script>: '],
    ['docker compose', 'asterisk_1  | ', 'kamailio_1  | '],
    [
      'Asterisk threads',
      '[May  1 10:00:00] VERBOSE[1234] chan_sip.c: ',
      '[May  1 10:00:00] VERBOSE[1235] chan_sip.c: ',
    ],
    ['FreeSWITCH calls', '7f0c9e6a-1c1a-4b46-9d0b-5a2b7d1c9e01 ', '0a0c9e6a-1c1a-4b46-9d0b-5a2b7d1c9e02 '],
  ])('are told apart by %s', (_name, a, b) => {
    const found = readBack(mixed(prefixed(a, [...one, ...three]), prefixed(b, two)));
    expect(texts(found).sort()).toEqual(whole(one, three, two).sort());
    expect(found.map(message => message.cut)).toEqual([undefined, undefined, undefined]);
  });

  it('keep the announcement that belongs to them', () => {
    const thread = (number: number): string => `[2024-05-01 10:00:0${number}] VERBOSE[${number}] x.c: `;
    const found = readBack(
      mixed(
        prefixed(thread(1), ['<--- Received SIP request (1 bytes) from UDP:192.0.2.1:5060 --->', ...one, '']),
        prefixed(thread(2), [
          '<--- Transmitting SIP response (1 bytes) to TCP:192.0.2.2:5060 --->',
          ...three,
          '',
        ]),
      ),
    );
    // In the order of their start lines.
    expect(texts(found)).toEqual(whole(three, one));
    expect(found.map(({ context }) => [context.time, context.source ?? context.destination])).toEqual([
      ['2024-05-01 10:00:02', '192.0.2.2:5060'],
      ['2024-05-01 10:00:01', '192.0.2.1:5060'],
    ]);
  });

  it('leave out what others write between their lines', () => {
    const log = Array.from(
      { length: 30 },
      () => 'May  1 10:00:00 host kamailio[9]: DEBUG: tm: nothing of interest',
    );
    const own = prefixed('May  1 10:00:00 host kamailio[12]: INFO: ', one);
    expect(texts(readBack([...own.slice(0, 4), ...log, ...own.slice(4)]))).toEqual(whole(one));
  });
});

describe('lines of a log in the middle of a message', () => {
  it.each([
    ['a line with time and level', '[May  1 10:00:00] NOTICE[77]: chan_sip.c:1234 handle: something'],
    ['a line of syslog', 'May  1 10:00:00 host kernel: something'],
    ['an ISO time', '2024-05-01T10:00:00.123+02:00 something'],
    ['a line of the console', '    -- Executing [100@internal:1] Dial("SIP/a", "SIP/b") in new stack'],
  ])('are left out: %s', (_name, line) => {
    for (let at = 1; at < one.length - 1; at++) {
      if (one[at - 1] === '') continue;
      const found = readBack([...one.slice(0, at), line, ...one.slice(at), ...three], '\r\n');
      expect(texts(found)).toEqual(whole(one, three));
    }
  });

  it('do not join a message that breaks off with the next one', () => {
    const found = readBack([...one.slice(0, 5), '[May  1 10:00:00] NOTICE[77]: something', ...two]);
    expect(texts(found)).toEqual(whole(one.slice(0, 5), two));
  });
});

describe('a message that begins inside another one without a sign of its writer', () => {
  const problems = (lines: readonly string[]) =>
    checkTrace(traceOf(parseTrace(lines.map(line => `${line}\n`).join('')))).map(({ diagnostic }) => [
      diagnostic.code,
      diagnostic.range.start.line,
    ]);

  it('is told where the other one is cut in two', () => {
    expect(problems([...one.slice(0, 4), ...two, ...one.slice(4)])).toContainEqual([
      'sip-trace/message-cut',
      3,
    ]);
  });

  it('is told where the rest of the other one stands among its own header fields', () => {
    const lines = [...one.slice(0, 4), ...two.slice(0, 6), ...one.slice(4, 7), ...two.slice(6)];
    const found = problems(lines);
    expect(found).toContainEqual(['sip-trace/messages-mixed', 10]);
    expect(found.map(([code]) => code)).not.toContain('sip-trace/repeated-header');
  });
});
