import { describe, expect, it } from 'vitest';
import { checkTrace } from '../../server/languages/trace/check/check.ts';
import { traceOf } from '../../server/languages/trace/model/model.ts';
import { parseTrace } from '../../server/languages/trace/reading/parser.ts';
import { redactTrace } from '../../server/languages/trace/writing/redact/redactTrace.ts';

const message = [
  'INVITE sip:43664555@acme-telco.com SIP/2.0',
  'Via: SIP/2.0/UDP 10.44.55.66:5060;branch=z9hG4bKx',
  'From: <sip:mia@acme-telco.com>;tag=m1',
  'To: <sip:43664555@acme-telco.com>',
  'Call-ID: c1',
  'CSeq: 1 INVITE',
  'Content-Length: 0',
  '',
  '',
];
const wire = message.join('\r\n');
const ESC = '\u001b';
const BELL = '\u0007';
const read = (text: string) => traceOf(parseTrace(text));
const redact = (text: string) => redactTrace(read(text));

/** Asks that of a line outside messages just what stands in braces is replaced. */
function expectKept(marked: string): void {
  const [, line = ''] = redact(`# first\n${marked.replace(/[{}]/g, '')}\n\n${wire}`).split('\n');
  const around = marked.split(/\{[^}]*\}/).map(text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const form = new RegExp(`^${around.join('(.+?)')}$`);
  expect(line).toMatch(form);
  const gone = [...marked.matchAll(/\{([^}]*)\}/g)].map(found => found[1]);
  for (const [index, standIn] of (form.exec(line)?.slice(1) ?? []).entries())
    expect(standIn).not.toBe(gone[index]);
}

describe('of a line outside messages, times stay', () => {
  it.each([
    '2024-05-01 10:00:00.123 {mia}',
    '2024-05-01T10:00:00Z {mia}',
    '2024-05-01T10:00:00.123456+02:00 {mia}',
    '{mia} 2024/05/01 10:00:00',
    '20240501-100000.123 {mia}',
    '01/05/2024 10:00:00 {mia}',
    'May  1 10:00:00 {miahost} {globexd}[{7}]: {x7}',
    '[1714557600] {mia}',
    '1714557600.123456 {mia}',
    '{mia} 1714557600.123456',
    '1714557600123 {mia}',
    '[1714557600123456] {mia}',
    '[   12.345678] {mia}',
    '0501100000|sip {mia}',
    '2024-05-01 {mia}',
    '<134>1 2024-05-01T10:00:00Z {miahost}',
    'ts=1714557600 {mia}={1}',
    '"timeSeconds":1714557600,"timeUseconds":4711,"proto":17,"{mia}":{4711}',
    '"@timestamp":"2024-05-01T10:00:00Z"',
    'code 10:00:00',
    // Only next to a message do these stand for the ends of its lines.
    '{mia} #{012}',
  ])('%s', expectKept);
});

describe('of a line outside messages, numbers that only look like times or ports go', () => {
  it.each([
    // Hardware addresses of which a part looks like a time.
    '{zu} {00:04:13:ab:cd:ef}',
    '{zu} {00:15:12:10:20:30}',
    // Places and amounts.
    '{lat}={48.20817} {lon}={16.37382}',
    '{balance} {4711.123}',
    '{48.20817} {16.37382}',
    // Numbers that were dialed.
    '{calling} {1751234567}',
    '{calling} {1412345678901}',
    '{calling} +{1912345678901234}',
    '{calling} #{1512345678901}#',
    // Days of birth and numbers of customers.
    '{zu} {4711-12-34} {mia} {1970}/{04}/{11}',
    '{47}:{11}:{00}',
    // Names that end like "port".
    '{passport}: {12345} {report}={4711} {support}: {4711}',
    'port={117117}',
    'proto={4711}',
  ])('%s', expectKept);

  it('while ports stay', () => {
    expectKept('port: 5060 srcPort=5060 dst_port:5061 {10.44.55.66}:5062');
  });
});

describe('what terminals obey without showing it goes', () => {
  const title = `${ESC}]0;globex of mia${BELL}`;
  const codes: readonly string[] = [
    title,
    `${ESC}]0;globex of mia${ESC}\\`,
    `${ESC}]8;;http://mia.globex.com${BELL}`,
    `${ESC}Pglobex of mia${ESC}\\`,
    `${ESC}_globex${ESC}\\`,
    `${ESC}^globex${ESC}\\`,
    `${ESC}[2J`,
    `${ESC}(B`,
  ];
  const docker = (text: string): string => `${JSON.stringify({ log: `${text}\r\n`, stream: 'stdout' })}\n`;
  const places: readonly (readonly [string, (line: string, code: string) => string])[] = [
    ['before a line', (line, code) => `${code}${line}\r\n`],
    ['in a line', (line, code) => `${line.slice(0, 3)}${code}${line.slice(3)}\r\n`],
    ['behind a line', (line, code) => `${line}${code}\r\n`],
    ['before a line in a record of JSON', (line, code) => docker(code + line)],
    ['in a line in a record of JSON', (line, code) => docker(line.slice(0, 3) + code + line.slice(3))],
    ['behind a line in a record of JSON', (line, code) => docker(line + code)],
  ];
  it.each(places)('%s', (_name, shown) => {
    for (const code of codes) {
      const text = message.map(line => shown(line, code)).join('');
      const redacted = redact(text);
      expect(read(text).entries).toHaveLength(1);
      expect(redacted).not.toMatch(/globex|mia/);
      expect(redacted).not.toMatch(/\u001b|\\u001b/);
      expect(redacted.split('\n')).toHaveLength(text.split('\n').length);
      expect(read(redacted).entries.map(({ facts }) => facts.method)).toEqual(['INVITE']);
      expect(redact(redacted)).toBe(redacted);
    }
  });

  it('from other lines of a log', () => {
    for (const line of [
      `${title}mia`,
      `{"log":${JSON.stringify(`${title}mia\n`)}}`,
      '#033]0;globex#007mia',
    ]) {
      const redacted = redact(`${line}\n${wire}`);
      expect(redacted).not.toMatch(/globex|mia|\]0;/);
      expect(redact(redacted)).toBe(redacted);
    }
  });

  it.each([`%C3%A9${title}mia`, `${ESC}${title}]0;globex of mia${BELL}`, `${ESC}${ESC}[2J[2Jmia`])(
    'and what is then one word, or one such code, is read as that: %j',
    line => {
      const redacted = redact(`${line}\n${wire}`);
      expect(redacted).not.toMatch(/globex|mia|\u001b/);
      expect(redact(redacted)).toBe(redacted);
    },
  );

  it('but colors stay, wherever they are', () => {
    for (const shown of [
      (line: string) => `${ESC}[1;32m${line.replace(':', `:${ESC}[0m`)}${ESC}[0m\r\n`,
      (line: string) => docker(`${ESC}[32m${line}${ESC}[0m`),
      (line: string) => `2024-05-01 10:00:00 ${ESC}[38:5:1m${line}${ESC}[m\n`,
    ]) {
      const text = message.map(shown).join('');
      const colors = (whole: string) => whole.match(/(?:\u001b|\\u001b)\[[\d;:]*m/g);
      expect(colors(redact(text))).toEqual(colors(text));
    }
  });

  it('and marks of the writing direction and control characters of ISO 6429 go with the words around them', () => {
    const redacted = redact(`\u202emia\u202c \u009d0;globex\u009c \u009b31mmia\n${wire}`);
    expect(redacted).not.toMatch(/[\u0080-\u009f\u202a-\u202e]|mia|globex/);
  });
});

it('a log whose times or transports cannot stay becomes messages alone', () => {
  for (const head of ['# 2024-13-45T99:99:99 UDP a => b', '# 2024-05-01T10:00:00Z QUIC a => b']) {
    const redacted = redact(`mia calls\n${head}\n${wire}`);
    expect(redacted).toMatch(/^# \S+ [A-Z]+ \S+ => \S+\nINVITE sip:\d{8}@/);
    expect(redacted).not.toMatch(/99|mia|acme/);
    expect(read(redacted).entries).toHaveLength(1);
    expect(redact(redacted)).toBe(redacted);
  }
});

it.each([
  'éMESSAGE tel:4711 SIP/2.0',
  JSON.stringify({
    time: 1_714_557_600_123,
    raw: 'SIP/2.0 200 OK\r\n: SIP / 2.0 200 OKSIP/2.0 200 OK\r\nX: y',
  }),
])('a log shows the same messages, also where its stand-ins would be read as others: %j', text => {
  const seen = (whole: string) => read(whole).entries.map(({ facts }) => facts.status);
  expect(seen(redact(text))).toEqual(seen(text));
});

describe('the lines of a log are those of the original', () => {
  const ends = '"srcIp":"10.44.55.66","srcPort":5060,"dstIp":"10.44.55.67","dstPort":5080';
  const raw = JSON.stringify(wire);
  it.each([
    [
      'HOMER',
      `[{"id":4711,"protocol":17,"timeSeconds":1714557600,"timeUseconds":4711,${ends},"raw":${raw}}]\n`,
    ],
    ['HOMER, with a date', `{"create_date":"2024-05-01T10:00:00.123Z",${ends},"raw":${raw}}\n`],
    [
      'logfmt',
      `ts=2024-05-01T10:00:00Z level=debug local=10.44.55.66:5060 remote=10.44.55.67:5060 direction=in proto=udp raw=${raw}\n`,
    ],
    [
      'syslog',
      `<134>May  1 10:00:00 miahost asterisk[7]: #012<--- SIP read from UDP:10.44.55.66:5060 --->#012${wire.replace(/\r/g, '#015').replace(/\n/g, '#012')}<------------->#012\n`,
    ],
    [
      'two writers',
      message.map(line => `<134>1 2024-05-01T10:00:00Z miahost opensips 7 - - ${line}\n`).join(''),
    ],
    [
      'another alphabet in JSON',
      `{"time":"2024-05-01T10:00:00Z","who":"M\\u00fcller\\nMia",${ends},"raw":${raw}}\n`,
    ],
    [
      'ngrep -W byline',
      `U 2024/05/01 10:00:00.000001 10.44.55.66:5060 -> 10.44.55.67:5060 #1\n${message.map(line => `${line}.\n`).join('')}\n`,
    ],
    [
      'letters behind a word in JSON',
      `{"time":"2024-05-01T10:00:00Z",${ends},"raw":${raw.replace('mia@', 'mi\\u00fc@')}}\n`,
    ],
    ['a long CSeq', `mia calls\n${wire.replace('CSeq: 1 ', 'CSeq: 12345678901 ')}`],
    ['a byte order mark', `\ufeff${wire}`],
    ['spaces of a web page', wire.replaceAll(': ', ':\u00a0')],
  ])('%s', (_name, text) => {
    const redacted = redact(text);
    expect(redacted.split('\n')).toHaveLength(text.split('\n').length);
    expect(redacted).not.toMatch(/acme|miahost|43664555|10\.44|4711(?!,"srcIp)|u00fc/);
    const seen = (whole: string) =>
      read(whole).entries.map(({ message: { context, format } }) => [
        context.time,
        context.transport,
        context.direction,
        format,
      ]);
    expect(seen(redacted)).toEqual(seen(text));
    expect(findings(redacted)).toEqual(findings(text));
    expect(redact(redacted)).toBe(redacted);
  });
});

function findings(text: string): string[] {
  return checkTrace(read(text))
    .map(({ entry, diagnostic }) => `${entry.index} ${diagnostic.code}`)
    .sort();
}
