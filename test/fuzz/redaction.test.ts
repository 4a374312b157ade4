import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { traceOf } from '../../server/languages/trace/model/model.ts';
import { parseTrace } from '../../server/languages/trace/reading/parser.ts';
import { redactTrace } from '../../server/languages/trace/writing/redact/redactTrace.ts';

const redact = (text: string): string => redactTrace(traceOf(parseTrace(text)));

const numRuns = Number(process.env.FUZZ_REDACTIONS ?? 400);

const start = fc.constantFrom(
  'SIP/2.0 200 OK',
  'SIP/2.0 486 Mia is busy',
  'INVITE sip:4366455@acme.com SIP/2.0',
  'MESSAGE tel:4711 SIP/2.0',
  'sip/2.0 200 ok',
  'SIP / 2.0 200 OK',
);

/** What is read in one way as an original and might be read in another way as a stand-in. */
const piece = fc.oneof(
  start,
  fc.constantFrom(
    'mia',
    'Via',
    '4366455',
    'alice@acme.com',
    '<sip:mia:pw@acme.com>',
    '"Mia B"',
    'é',
    'e.é',
    '5é',
    '%41',
    '%C3%A9',
    '\\u00e9',
    '\ufffd',
    '2::4:5i',
    '[2001:db8:77::1]:5060',
    'fe80::1:5060',
    '10.44.55.66:5060',
    '00:11:22:33:44:55',
    'z9hG4bKq',
    'né117z9hG4b7',
    '#012',
    '#015',
    '\\r\\n',
    '\u001b[31m',
    '\u001b]0;globex\u0007',
    '12:34:56',
    '2024-05-01 10:00:00',
    '1714557600.123',
    '1412345678901',
    '"_time":20',
    '"r":"',
    'v=0',
    'm=audio 4000 RTP/AVP 0',
    '{',
    '}',
    ', ',
    ' ',
    ': ',
  ),
);
const pieces = fc.array(piece, { minLength: 1, maxLength: 4 }).map(all => all.join(''));
const name = fc.constantFrom(
  'X-Foo',
  'Subject',
  'Reason',
  'User-Agent',
  'Call-ID',
  'Warning',
  'Date',
  'CSeq',
);
const line = fc.oneof(
  pieces,
  start,
  fc.tuple(name, pieces).map(([field, value]) => `${field}: ${value}`),
  fc.constantFrom(
    'Via: SIP/2.0/UDP 10.44.55.66:5060;branch=z9hG4bKx',
    'From: <sip:mia@acme.com>;tag=m1',
    'Content-Type: application/sdp',
    'Content-Type: text/plain',
    'Content-Length: 40',
    '<--- SIP read from UDP:10.44.55.66:5060 --->',
    '# 2024-05-01T10:00:00Z UDP 10.44.55.66:5060 => 10.44.55.67:5060',
    'U 10.44.55.66:5060 -> 10.44.55.67:5060',
    '',
  ),
);

/** As programs write the lines of a message into their logs. */
const written = fc.constantFrom<(lines: readonly string[]) => string>(
  lines => lines.join('\r\n'),
  lines => lines.join('\n'),
  lines => lines.map(text => `2024-05-01 10:00:00 miahost x[7]: ${text}`).join('\n'),
  lines => lines.map(text => `X-Foo: ${text}`).join('\n'),
  lines => lines.map(text => JSON.stringify({ log: `${text}\r\n`, stream: 'stdout' })).join('\n'),
  lines => JSON.stringify({ time: 1_714_557_600_123, raw: lines.join('\r\n') }),
  lines => `May  1 10:00:00 miahost opensips[7]: ${lines.join('#015#012')}`,
);

const trace = fc
  .array(fc.tuple(fc.array(line, { maxLength: 8 }), written), { minLength: 1, maxLength: 3 })
  .map(parts => parts.map(([lines, write]) => write(lines)).join('\n'));

describe('redaction', () => {
  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(trace, text => {
        const once = redact(text);
        expect(redact(once)).toBe(once);
      }),
      { numRuns },
    );
  }, 120_000);

  it('leaves no number that only looks like a time or like an escaped end of a line', () => {
    const number = fc.oneof(
      fc
        .tuple(fc.integer({ min: 14, max: 19 }), fc.integer({ min: 1e10, max: 1e11 - 1 }))
        .map(([two, rest]) => `${two}${rest}`),
      fc
        .tuple(fc.integer({ min: 14, max: 19 }), fc.integer({ min: 1e13, max: 1e14 - 1 }))
        .map(([two, rest]) => `${two}${rest}`),
      fc
        .tuple(fc.integer({ min: 11, max: 15 }), fc.integer({ min: 1e6, max: 1e9 }))
        .map(([two, rest]) => `#0${two}${rest}`),
    );
    const before = fc.constantFrom('Mia called ', 'dial=', 'to <', '"num":"tel ', 'SIP/', '+', '*31*');
    const message = 'OPTIONS sip:mia@acme.com SIP/2.0\r\nCall-ID: 1\r\n\r\n';
    fc.assert(
      fc.property(before, number, fc.boolean(), (words, dialed, isEscaped) => {
        const text = isEscaped
          ? `May  1 10:00:00 pbx opensips[7]: ${words}${dialed} ${message.replaceAll('\r\n', '#015#012')}\n`
          : `first\n${words}${dialed}\n${message}`;
        const redacted = redact(text);
        expect(redacted).not.toContain(dialed);
        expect(redacted).not.toContain(dialed.slice(0, dialed.startsWith('#') ? 5 : 8));
      }),
      { numRuns },
    );
  }, 120_000);
});
