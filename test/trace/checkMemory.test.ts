import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkTrace } from '../../server/languages/trace/check/check.ts';
import { traceOf } from '../../server/languages/trace/model/model.ts';
import { parseTrace } from '../../server/languages/trace/reading/parser.ts';

const findings = (text: string): string[] =>
  checkTrace(traceOf(parseTrace(text))).map(
    ({ entry, diagnostic }) => `${entry.index} ${diagnostic.code} ${diagnostic.range.start.character}`,
  );
const message = (headers: readonly string[], callId: string): string =>
  [
    'INVITE sip:bob@example.com SIP/2.0',
    'Via: SIP/2.0/UDP a.example.com;branch=z9hG4bK1',
    ...headers,
    `Call-ID: ${callId}`,
    'CSeq: 1 INVITE',
    '',
    '',
  ].join('\n');

it('an empty field is found in every message, however often it was seen', () => {
  for (const field of ['From:', 'Max-Forwards:', 'To: ', 'Contact:', 'Expires:', 'Via:', 'CSeq:', 'Date:']) {
    const first = findings(message([field], 'one'));
    for (let round = 0; round < 3; round++) {
      expect(findings(message([field], `call-${round}`))).toEqual(first);
      const both = findings(message([field], 'x') + message([field], 'y'));
      expect(both.filter(line => line.startsWith('1 ')).map(line => line.slice(2))).toEqual(
        both.filter(line => line.startsWith('0 ')).map(line => line.slice(2)),
      );
    }
  }
});

it('a description that is cut off is found, however often the whole one was seen', () => {
  const body = [
    'v=0',
    'o=- 1 1 IN IP4 192.0.2.1',
    's=-',
    't=0 0',
    'm=audio 4000 RTP/AVP 8',
    'c=IN IP4 192.0.2.1',
  ];
  const described = (length: number): string[] =>
    findings(
      message(['Content-Type: application/sdp', `Content-Length: ${length}`], 'one') + body.join('\r\n'),
    ).filter(line => line.includes('sdp-syntax'));
  const whole = body.join('\r\n').length;
  expect(described(5)).not.toEqual([]);
  expect(described(whole)).toEqual([]);
  expect(described(5)).not.toEqual([]);
});

it('what was seen before changes nothing that is found', () => {
  const samples = readFileSync(
    new URL('../../examples/traces/registration.siptrace', import.meta.url),
    'utf8',
  ).split('\n');
  const line = fc.oneof(
    fc.constantFrom(
      'From:',
      'To:',
      'Max-Forwards:',
      'Via:',
      'Contact: <',
      'Authorization: Digest ',
      'Route:',
      'Expires: x',
      'Date: y',
      'Content-Length:',
    ),
    fc.constantFrom(...samples.filter(text => /^[A-Z][\w-]*:/.test(text))),
  );
  const headers = fc.array(line, { maxLength: 6 });
  fc.assert(
    fc.property(headers, fc.integer(), (fields, number) => {
      // A parameter that nobody saw makes every field a new one; fields seen twice say the same.
      const once = findings(message(fields, `a${number}`));
      expect(findings(message(fields, `b${number}`))).toEqual(once);
      expect(findings(message([...fields].reverse().reverse(), `c${number}`))).toEqual(once);
    }),
    { numRuns: 200 },
  );
});
