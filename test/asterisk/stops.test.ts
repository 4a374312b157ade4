import { expect, it } from 'vitest';
import type { Language } from '../../server/languages/language.ts';
import { languageById } from '../../server/languages/registry.ts';
import { settings } from '../languages.ts';

const uri = 'file:///etc/asterisk/sip.conf';

/** Lines of a file, edited one after the other; the diagnostics afterwards, and those of the same text read afresh. */
function judged(language: Language, start: readonly string[], edits: readonly [number, string][]) {
  const projectOf = (tree: object) => ({
    root: uri,
    trees: new Map([[uri, tree]]),
    resolve: () => [],
    companions: new Map(),
  });
  const lines = [...start];
  let tree = language.parse(lines.join(''));
  let model = language.model(projectOf(tree), settings, undefined);
  language.check({ uri, tree, model });
  for (const [line, text] of edits) {
    lines[line] = text;
    tree = language.edit(tree, { line, removed: 1, lines: [text] });
    model = language.model(projectOf(tree), settings, model);
    language.check({ uri, tree, model });
  }
  const fresh = language.parse(lines.join(''));
  const freshModel = language.model(projectOf(fresh), settings, undefined);
  const words = (found: readonly { message: unknown }[]) =>
    found.map(({ message }) => String(message)).sort();
  return {
    edited: words(language.check({ uri, tree, model })),
    fresh: words(language.check({ uri, tree: fresh, model: freshModel })),
  };
}

it.each<[string, readonly [number, string][]]>([
  ['a header loses its bracket', [[3, '[prov\n']]],
  [
    'a header loses its bracket, and gets it back',
    [
      [3, '[prov\n'],
      [3, '[prov]\n'],
    ],
  ],
  ['a parent is missing', [[3, '[prov](nothing)\n']]],
  ['nothing is there to add to', [[3, '[prov](+)\n']]],
])('where Asterisk stops is known after every edit: %s', (_what, edits) => {
  const sipConf = languageById('sip-conf');
  if (sipConf === undefined) throw new Error('no sip.conf');
  const start = [
    '[general]\n',
    'allowguest=no\n',
    'register => u100:Kx7-pq9-Lw2@sip.example.org/100\n',
    '[prov]\n',
    'type=peer\n',
    'host=sip.example.net\n',
  ];
  const { edited, fresh } = judged(sipConf, start, edits);
  expect(edited).toEqual(fresh);
  expect(judged(sipConf, start, []).fresh.join()).toContain('No peer has the host');
});

it('objects that are lost together are named in the order of the files, however they were typed', () => {
  const pjsip = languageById('pjsip-conf');
  if (pjsip === undefined) throw new Error('no pjsip.conf');
  const udp = '[udp]\ntype=transport\nbind=0.0.0.0\n';
  const start = [
    `[x]\n`,
    'type=transport\n',
    'bind=0.0.0.0\n',
    ...udp.split(/(?<=\n)/),
    ...udp.split(/(?<=\n)/),
  ];
  const { edited, fresh } = judged(pjsip, start, [
    [1, 'type=aor\n'],
    [1, 'type=transport\n'],
  ]);
  expect(fresh.join()).toContain('"x", "udp" are lost');
  expect(edited).toEqual(fresh);
});
