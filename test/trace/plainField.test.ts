import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isPlainField } from '../../server/languages/trace/check/plainField.ts';
import { rules } from '../../server/languages/trace/check/rules.ts';
import { traceOf } from '../../server/languages/trace/model/model.ts';
import { parseTrace } from '../../server/languages/trace/reading/parser.ts';
import { type Header, parseMessage } from '../../server/sip/message.ts';
import { messageProblems } from '../../server/sip/problems.ts';

/** Everything that is found in the one header field of a message. */
function foundIn(field: string): { readonly header: Header; readonly found: readonly unknown[] } {
  const text = `OPTIONS sip:bob@example.com SIP/2.0\n${field}\n\n`;
  const message = parseMessage(text);
  const [header] = message.headers;
  const [entry] = traceOf(parseTrace(text)).entries;
  if (header === undefined || entry === undefined) return expect.fail(`not a message: ${text}`);
  const view = { entry, message, facts: entry.facts };
  const ofRules = rules.flatMap(rule =>
    rule.on === 'header' && rule.kinds.some(kind => kind === header.facts?.kind)
      ? [...rule.check(header, view)]
      : [],
  );
  const problems = messageProblems(message).filter(({ start }) => start >= header.start);
  return { header, found: [...ofRules, ...problems] };
}

/** Mostly one of the first texts. */
const mostly = (usual: readonly string[], unusual: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...usual) },
    { weight: 1, arbitrary: fc.constantFrom(...unusual) },
  );
const joined = (...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...parts).map(found => found.join(''));

const host = mostly(
  ['192.0.2.1', 'a.example.com', 'a_b'],
  ['255.255.255.255', '255.0.0.1', '[2001:db8::1]', '', 'a b'],
);
const port = mostly(['', ':5060', ':64999', ':9999'], [':0', ':00', ':65535', ':65536', ':', ':a']);
const parameter = mostly(
  ['', ';lr', ';tag=1', ';rport', ';received=192.0.2.9', ';expires=0'],
  [';', ';tag=', ' ;a', ';branch', ';branch=', ';branch=z9hG4bK', ';branch=1', ',', '?a=b', ';a="'],
);
const via = joined(
  mostly(['SIP/2.0/UDP '], ['SIP/2.0/', 'SIP/2.0 ', '', 'SIP/2.0/UDP  ']),
  host,
  port,
  parameter,
  mostly([';branch=z9hG4bK1'], [';branch=z9hG4bK', ';branch=1', ';branch', '']),
  parameter,
);
const address = joined(
  mostly(['', '"A" ', '"A, B"', 'Bob '], ['"A', '"A\\"" ', 'Bob, ', 'Böb ', ' ']),
  mostly(['<sip:', '<sips:'], ['< sip:', 'sip:', '<tel:', '<']),
  mostly(['', 'bob@', '+1*#@'], ['@', 'b%41@', 'b c@']),
  host,
  port,
  parameter,
  mostly(['>'], [' >', '', '>>', '> x']),
  parameter,
);

it('a plain field is one in which nothing is found', () => {
  let plain = 0;
  const vias = via.map(value => `Via: ${value}`);
  const addresses = joined(fc.constantFrom('From: ', 'Contact: ', 'Route: '), address);
  fc.assert(
    fc.property(fc.oneof(vias, addresses), field => {
      const { header, found } = foundIn(field);
      if (!isPlainField(header)) return;
      plain++;
      expect(found).toEqual([]);
    }),
    { numRuns: 3000 },
  );
  expect(plain).toBeGreaterThan(200);
});

it('fields like nearly all are plain', () => {
  for (const field of [
    'Via: SIP/2.0/UDP 192.0.2.1:5060;rport;branch=z9hG4bK0x2f7c1;received=192.0.2.9',
    'From: "Alice" <sip:2000@pbx.example.com>;tag=c1a8b4',
    't: <sip:2000@pbx.example.com>',
    'Contact: <sip:2000@192.0.2.1:5060;transport=tcp>;expires=3600',
    'Record-Route: <sip:192.0.2.1;lr>',
  ]) {
    expect(isPlainField(foundIn(field).header)).toBe(true);
  }
  expect(isPlainField(foundIn('Call-ID: 1').header)).toBe(false);
});
