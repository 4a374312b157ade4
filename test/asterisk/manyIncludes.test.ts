import { expect, it } from 'vitest';
import { readProject } from '../../server/languages/asterisk/config/reading.ts';
import { sipConf } from '../../server/languages/asterisk/sip-conf/index.ts';
import { languageById } from '../../server/languages/registry.ts';
import { defaultSettings } from '../../server/workspace/settings.ts';
import { expectGrowthWithLength } from '../growth.ts';
import { projectOf } from '../languages.ts';

const folder = 'file:///etc/asterisk/';

/** The codes of what is found in all files of a project whose root includes so many small files. */
function codesIn(count: number): ReadonlySet<string> {
  const language = languageById('sip-conf');
  if (language === undefined) throw new Error('no language');
  const names = Array.from({ length: count }, (_, at) => `p${at}.conf`);
  const texts = [
    ['sip.conf', `[general]\n${names.map(name => `#include "${name}"\n`).join('')}`] as const,
    ...names.map((name, at) => [name, `[u${at}]\ntype=friend\nhost=dynamic\n`] as const),
  ];
  const trees = new Map(texts.map(([name, text]) => [folder + name, language.parse(text)]));
  const project = {
    root: `${folder}sip.conf`,
    trees,
    resolve: (_from: string, path: string) => [folder + path],
    companions: new Map(),
  };
  const model = language.model(project, defaultSettings.language, undefined);
  const found = [...trees].flatMap(([uri, tree]) => language.check({ uri, tree, model }));
  return new Set(found.map(({ code }) => String(code)));
}

it('reads thousands of files that one includes', () => {
  expect(codesIn(2500)).not.toContain('sip-conf/include-too-deep');
});

it('checks the files of a project in time that follows their number', { timeout: 120_000 }, () => {
  expectGrowthWithLength(count => () => void codesIn(count), 150);
});

it('reads files that include each other a hundred times at most, however many lines of theirs do so', () => {
  const files = {
    'sip.conf': '[general]\n#include "more-1.conf"\n#include "phones.conf"\n',
    'phones.conf': '[phone]\n',
    'more-1.conf': `[a]\n${'#tryinclude "more-2.conf"\n'.repeat(3)}`,
    'more-2.conf': `[b]\n${'#tryinclude "more-1.conf"\n'.repeat(3)}`,
  };
  const { entries, faultyIncludes } = readProject(projectOf(sipConf, files, 'sip.conf'), '20');
  expect(faultyIncludes.some(({ reason }) => reason === 'deep')).toBe(true);
  expect(entries.length).toBeLessThan(250);
  expect(entries.map(({ key }) => key)).toContain('phone');
});
