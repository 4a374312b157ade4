import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver-types';
import { Kinds } from '../../server/languages/asterisk/sip-conf/check/kinds.ts';
import { rules } from '../../server/languages/asterisk/sip-conf/check/rules.ts';
import { md5Secret } from '../../server/languages/asterisk/sip-conf/facts/md5Secret.ts';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import type { LanguageSettings } from '../../server/languages/project.ts';
import { checkAll, folder, projectOf, settings } from '../languages.ts';
import { editFile, editsOf } from './incremental.ts';
import { filesOfKinds, textOfKinds } from './sipConfDevices.ts';

// Devices of one kind are judged once. Where each device is judged alone, the findings must be the same.

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
const unusual = [
  ...[
    'type=peer',
    ';-- x',
    '; --; x',
    '--;',
    'a=b;c',
    'callbackextension=100',
    'nonsense',
    'insecure=invite',
  ],
  ...['secret+=x', '\\secret=x', '#include "missing.conf"', ...linesOfExamples],
];
const optionLine = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...usual) },
  { weight: 1, arbitrary: fc.constantFrom(...unusual) },
);
const editedLine = fc.oneof(
  optionLine,
  fc.constantFrom(
    '[alice]',
    '[phone](+)',
    '[alice](+)',
    '[general](+)',
    '[bob](phone)',
    '[base](+)',
    '[z](!)',
    '',
  ),
  fc.constantFrom(
    'secret=1234',
    'secret=Kx7-pq9-Lw2',
    'md5secret=5f4dcc3b5aa765d61d8327deb882cf99',
    'realm=x',
  ),
  fc.constantFrom('register => alice?bob:x@elsewhere.example', 'register => 200?bob:x@elsewhere.example'),
);

const files = filesOfKinds(optionLine).map(textOfKinds);
const companions = fc.constantFrom<Readonly<Record<string, string>>>(
  {},
  { 'extensions.conf': '[internal]\nexten => 100,1,Dial(SIP/alice)\nexten => 101,hint,SIP/bob\n' },
  { 'users.conf': '[general]\n[alice]\nhassip=yes\nsecret=1\n' },
);
const chosenSettings: fc.Arbitrary<LanguageSettings> = fc
  .record({
    asteriskVersion: fc.constantFrom('auto', '1.4', '11', '13', '20'),
    codes: fc.subarray(
      rules.map(({ code }) => code),
      { maxLength: 3 },
    ),
    severity: fc.constantFrom('off', 'error', 'hint'),
  })
  .map(({ asteriskVersion, codes, severity }) => ({
    ...settings,
    asteriskVersion,
    severities: Object.fromEntries(codes.map(code => [code, severity])),
  }));

afterEach(() => {
  vi.restoreAllMocks();
});

/** What `judge` says where no device is of a kind with another one. */
function alone<Result>(judge: () => Result): Result {
  const spy = vi.spyOn(Kinds.prototype, 'of').mockReturnValue(undefined);
  const result = judge();
  spy.mockRestore();
  return result;
}

function sorted(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(diagnostic => JSON.stringify(diagnostic)).sort();
}

it('judges each device of a kind as it would alone, after edits too', () => {
  const edits = editsOf(editedLine, 'sip.conf');
  fc.assert(
    fc.property(files, companions, chosenSettings, edits, (text, others, chosen, made) => {
      const root = `${folder}sip.conf`;
      const texts: Record<string, string> = { ...others, 'sip.conf': text };
      let project = projectOf(sipConf, texts, 'sip.conf');
      let model = sipConf.model(project, chosen, undefined);
      const trees = new Map(project.trees);
      const compare = (): void => {
        const tree = trees.get(root) ?? sipConf.parse('');
        const fresh = sipConf.model(project, chosen, undefined);
        const found = sorted(sipConf.check({ uri: root, tree, model }));
        expect(found).toEqual(alone(() => sorted(sipConf.check({ uri: root, tree, model: fresh }))));
      };
      compare();
      for (const edit of made.slice(0, 3)) {
        editFile(sipConf, texts, trees, edit);
        project = { ...projectOf(sipConf, texts, 'sip.conf'), trees: new Map(trees) };
        model = sipConf.model(project, chosen, model);
        compare();
      }
    }),
    { numRuns: 250 },
  );
});

describe('a rule that finds nothing in the first device of a kind is asked about the second', () => {
  const phone = ['type=friend', 'host=dynamic'];
  const trunk = ['type=friend', 'host=192.0.2.1', 'secret=Kx7-pq9-Lw2'];
  const right = md5Secret('a', 'asterisk', 'Kx7-pq9-Lw2');
  const cases: Readonly<Record<string, readonly [string[], string[]]>> = {
    'weak-secret': [
      [...phone, 'secret=Kx7-pq9-Lw2'],
      [...phone, 'secret=1234'],
    ],
    'md5secret-of-password-alone': [
      [...phone, `md5secret=${right}`],
      [...phone, 'md5secret=5f4dcc3b5aa765d61d8327deb882cf99'],
    ],
    'md5secret-of-another-password': [
      [...phone, 'secret=Kx7-pq9-Lw2', `md5secret=${right}`],
      [...phone, 'secret=Rt5-mm2-Vb8', `md5secret=${right}`],
    ],
    'trunk-asks-for-password': [
      [...trunk, 'defaultuser=x'],
      [...trunk, 'defaultuser=x'],
    ],
    'callback-registration-not-understood': [
      ['type=peer', 'host=192.0.2.1', 'callbackextension=1', 'remotesecret=x'],
      ['type=peer', 'host=192.0.2.1', 'callbackextension=1', 'remotesecret=a/b'],
    ],
  };

  it.each(Object.keys(cases))('%s', code => {
    const [first = [], second = []] = cases[code] ?? [];
    const lines = ['[general]', 'register => b?x:y@host.example', '[a]', ...first, '[b]', ...second, ''];
    const text = lines.join('\n');
    const judge = (): readonly number[] =>
      [...checkAll(sipConf, { 'sip.conf': text }, 'sip.conf').values()]
        .flat()
        .filter(diagnostic => diagnostic.code === `sip-conf/${code}`)
        .map(({ range }) => range.start.line);
    const found = alone(judge);
    expect(found).toHaveLength(1);
    expect(found[0]).toBeGreaterThan(lines.indexOf('[b]'));
    expect(judge()).toEqual(found);
  });

  it('has a case for each of these rules; a plain-text secret is found in all devices of a kind, or in none', () => {
    const codes = rules
      .filter(rule => rule.on === 'device' && rule.isIndividual === true)
      .map(({ code }) => code);
    expect(codes.sort()).toEqual(
      [...Object.keys(cases), 'clear-text-secret'].map(code => `sip-conf/${code}`).sort(),
    );
  });
});
