import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver-types';
import { sipConf } from '../../server/languages/asterisk/index.ts';
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
  'nonsense',
  '=x',
  '# x',
  '#include "other.conf"',
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
const text = fc.array(line, { maxLength: 40 }).map(lines => lines.map(one => `${one}\n`).join(''));

it('says after every edit what it would say about the whole afresh', () => {
  fc.assert(
    fc.property(
      text,
      text,
      fc.array(fc.tuple(fc.boolean(), fc.nat(45), fc.nat(3), fc.array(line, { maxLength: 3 })), {
        maxLength: 12,
      }),
      (root, other, edits) => {
        const files: Record<string, string> = { 'sip.conf': root, 'other.conf': other };
        let project = projectOf(sipConf, files, 'sip.conf');
        let model = sipConf.model(project, settings, undefined);
        const trees = new Map(
          Object.keys(files).map(name => [folder + name, sipConf.parse(files[name] ?? '')]),
        );
        for (const [inOther, at, count, inserted] of edits) {
          const name = inOther ? 'other.conf' : 'sip.conf';
          const lines = splitLines(files[name] ?? '');
          const from = Math.min(at, lines.length);
          const removed = Math.min(count, lines.length - from);
          const added = inserted.map(one => `${one}\n`);
          lines.splice(from, removed, ...added);
          files[name] = lines.join('');
          const old = trees.get(folder + name);
          if (old !== undefined)
            trees.set(folder + name, sipConf.edit(old, { line: from, removed, lines: added }));
          project = projectOf(sipConf, files, 'sip.conf');
          const edited = new Map(
            [...project.trees.keys()].map(uri => [uri, trees.get(uri) ?? sipConf.parse('')]),
          );
          model = sipConf.model({ ...project, trees: edited }, settings, model);
          const fresh = sipConf.model(project, settings, undefined);
          for (const uri of project.trees.keys()) {
            const tree = edited.get(uri) ?? sipConf.parse('');
            expect(sorted(sipConf.check({ uri, tree, model }))).toEqual(
              sorted(sipConf.check({ uri, tree, model: fresh })),
            );
          }
        }
      },
    ),
    { numRuns: 2000 },
  );
});

function sorted(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(diagnostic => JSON.stringify(diagnostic)).sort();
}
