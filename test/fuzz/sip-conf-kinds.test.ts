import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rules } from '../../server/languages/asterisk/sip-conf/check/rules.ts';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { checkAll } from '../languages.ts';

// Devices of one kind are judged once. A line that differs in each of them, and that no rule is about, makes each a kind of its own.

const examples = rules.flatMap(({ bad, good }) => [...bad.split('\n'), ...good.split('\n')]);
const linesOfExamples = [...new Set(examples)].filter(line => /^[a-z0-9_-]+ ?=/i.test(line));

const usual = [
  'host=dynamic',
  'context=internal',
  'disallow=all',
  'host=192.0.2.1',
  'insecure=port',
  'nat=no',
];
const unusual = ['type=peer', ';-- x', '; --; x', 'a=b;c', ...linesOfExamples];
const optionLine = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...usual) },
  { weight: 1, arbitrary: fc.constantFrom(...unusual) },
);

const hashes = ['0123456789abcdef0123456789abcdef', '5f4dcc3b5aa765d61d8327deb882cf99', 'ABC'];
/** Values of options of which rules about kinds ask at most whether they are empty. */
const individualValues: Readonly<Record<string, readonly string[]>> = {
  secret: ['1234', 'alice', 'Kx7-pq9-Lw2', '"Kx7-pq9-Lw2"', 'Kx7-pq9-Lw2;x', 'a@b', ''],
  md5secret: [...hashes, ''],
  remotesecret: ['x', 'y', ''],
  callerid: ['"Alice" <100>', '<', 'a;b', ''],
  cid_number: ['7', 'x', ''],
  fullname: ['Alice', 'x', ''],
  mailbox: ['100@default', 'x', ''],
  accountcode: ['a', 'b'],
  defaultuser: ['bob', '100', ''],
  username: ['bob', '100', ''],
  fromuser: ['bob', '100', ''],
  regexten: ['100', '101&102', ''],
  description: ['x', 'y'],
  callbackextension: ['100', 'x@y:z', ''],
};

const header = fc.constantFrom(
  '',
  '',
  '(phone)',
  '(phone)',
  '(phone)',
  '(phone,base)',
  ' (phone)',
  '(base)',
  '(x)',
);
const names = ['alice', 'bob', 'carol', '100', '101', 'Dave', 'general2', 'registry'];

/** Devices with the same lines, except for the values of some options. */
const kind = fc
  .record({
    header,
    lines: fc.array(optionLine, { minLength: 1, maxLength: 4 }),
    keys: fc.subarray(Object.keys(individualValues), { maxLength: 3 }),
  })
  .chain(({ header, lines, keys }) => {
    const own = keys.map(key =>
      fc.constantFrom(...(individualValues[key] ?? [])).map(value => `${key}=${value}`),
    );
    return fc.record({
      header: fc.constant(header),
      lines: fc.constant(lines),
      individual: fc.array(fc.tuple(...own), { minLength: 2, maxLength: 3 }),
    });
  });

const file = fc.record({
  general: fc.array(
    fc.oneof(optionLine, fc.constantFrom('register => bob:x@192.0.2.1', 'register => 101:x@host.example')),
    { maxLength: 3 },
  ),
  base: fc.array(optionLine, { maxLength: 2 }),
  phone: fc.array(optionLine, { maxLength: 3 }),
  kinds: fc.array(kind, { minLength: 1, maxLength: 3 }),
  asteriskVersion: fc.constantFrom('auto', 'auto', '1.4', '11', '18'),
});

type File = typeof file extends fc.Arbitrary<infer Value> ? Value : never;

function textOf({ general, base, phone, kinds }: File, isDifferent: boolean): string {
  const devices = kinds.flatMap(({ header, lines, individual }) =>
    individual.map(own => ({ header, lines: [...lines, ...own] })),
  );
  const sections = devices.map(({ header, lines }, index) => {
    const mark = `language=${isDifferent ? index.toString(36) : 'x'}`;
    return [`[${names[index] ?? `phone${index}`}]${header}`, ...lines, mark, ''].join('\n');
  });
  const before = [
    '[general]',
    ...general,
    '[base](!)',
    ...base,
    '[phone](!,base)',
    'type=friend',
    ...phone,
    '',
  ];
  return before.join('\n') + sections.join('');
}

it('judges each device of a kind as it would alone', () => {
  fc.assert(
    fc.property(file, made => {
      const [alike, different] = [false, true].map(isDifferent => {
        const options = made.asteriskVersion === 'auto' ? {} : { asteriskVersion: made.asteriskVersion };
        return [
          ...checkAll(sipConf, { 'sip.conf': textOf(made, isDifferent) }, 'sip.conf', options).values(),
        ];
      });
      expect(alike).toEqual(different);
    }),
    { numRuns: 500 },
  );
});
