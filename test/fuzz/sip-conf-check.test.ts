import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver-types';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { splitLines } from '../../server/text/lines.ts';
import { folder, projectOf, settings } from '../languages.ts';

const line = fc.constantFrom(
  '[general]',
  '[general]',
  '[General](+)',
  '[alice]',
  '[Alice]',
  '[alice](+)',
  '[alice](+,!)',
  '[phone](!)',
  '[phone](!,base)',
  '[base](!)',
  '[bob](phone)',
  '[bob](phone,base)',
  '[carol](alice)',
  '[dave] (phone)',
  '[erin',
  '[frank](',
  '[authentication]',
  '[]',
  '[tpl](+)',
  '[phone](+TEMPLATES=include)',
  '[phone](+x)',
  '[ivy]()',
  'type=friend',
  'type=peer',
  'type=user',
  'type=pear',
  'host=dynamic',
  'host=192.0.2.1',
  'host=',
  'secret=abc',
  'secret=Kx7-pq9-Lw2',
  'md5secret=0123456789ABCDEF0123456789ABCDEF',
  'permit=10.0.0.0/8',
  'deny=0.0.0.0/0',
  'permit=x',
  'nat=force_rport',
  'insecure=port, invite',
  'insecure=invite',
  'transport=tcp',
  'tcpenable=yes',
  'allowguest=no',
  'realm=example.com',
  'context=internal',
  'register => a:b',
  'disallow=all',
  'allow=alaw',
  'context+=x',
  'insecure+=,port',
  'qualify=true',
  'nonsense',
  '=x',
  '# x',
  '#include "other.conf"',
  '#include "more-*.conf"',
  '#tryinclude "more-*.conf"',
  ';-- x',
  '--;',
  '; note',
  '',
  '\\ x',
  't1min=900',
  'allowexternaldomains=no',
  'domain=a',
);
const textOf = (maxLength: number) =>
  fc.array(line, { maxLength }).map(lines => lines.map(one => `${one}\n`).join(''));

interface Edit {
  readonly file: string;
  readonly at: number;
  readonly count: number;
  readonly inserted: readonly string[];
}

const editsOf = (...files: string[]) =>
  fc.array(
    fc.record({
      file: fc.constantFrom(...files),
      at: fc.nat(45),
      count: fc.nat(3),
      inserted: fc.array(line, { maxLength: 3 }),
    }),
    { maxLength: 12 },
  );

it('says after every edit what it would say about the whole afresh', () => {
  const edits = editsOf('sip.conf', 'other.conf');
  fc.assert(
    fc.property(textOf(40), textOf(40), edits, (root, other, made) =>
      compare({ 'sip.conf': root, 'other.conf': other }, made),
    ),
    { numRuns: 2000 },
  );
});

it('says so too where a pattern includes several files', () => {
  const edits = editsOf('sip.conf', 'more-1.conf', 'more-2.conf');
  fc.assert(
    fc.property(textOf(12), textOf(8), textOf(8), edits, (root, first, second, made) =>
      compare(
        { 'sip.conf': `${root}#include "more-*.conf"\n`, 'more-1.conf': first, 'more-2.conf': second },
        made,
      ),
    ),
    { numRuns: 500 },
  );
});

function compare(before: Readonly<Record<string, string>>, edits: readonly Edit[]): void {
  const files: Record<string, string> = { ...before };
  let project = projectOf(sipConf, files, 'sip.conf');
  let model = sipConf.model(project, settings, undefined);
  const trees = new Map(Object.keys(files).map(name => [folder + name, sipConf.parse(files[name] ?? '')]));
  for (const { file, at, count, inserted } of edits) {
    const lines = splitLines(files[file] ?? '');
    const from = Math.min(at, lines.length);
    const removed = Math.min(count, lines.length - from);
    const added = inserted.map(one => `${one}\n`);
    lines.splice(from, removed, ...added);
    files[file] = lines.join('');
    const old = trees.get(folder + file);
    if (old !== undefined) trees.set(folder + file, sipConf.edit(old, { line: from, removed, lines: added }));
    project = projectOf(sipConf, files, 'sip.conf');
    const edited = new Map([...project.trees.keys()].map(uri => [uri, trees.get(uri) ?? sipConf.parse('')]));
    model = sipConf.model({ ...project, trees: edited }, settings, model);
    const fresh = sipConf.model(project, settings, undefined);
    for (const uri of project.trees.keys()) {
      const tree = edited.get(uri) ?? sipConf.parse('');
      expect(sorted(sipConf.check({ uri, tree, model }))).toEqual(
        sorted(sipConf.check({ uri, tree, model: fresh })),
      );
    }
  }
}

function sorted(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(diagnostic => JSON.stringify(diagnostic)).sort();
}
