import { expect, it } from 'vitest';
import type { Language } from '../../server/languages/language.ts';
import { opensipsCfg } from '../../server/languages/opensips/index.ts';
import type { ScriptTree } from '../../server/languages/opensips/reading/parser.ts';
import { readCsv, readDbText } from '../../server/languages/opensips/run/tables/tables.ts';
import type { Block } from '../../server/languages/opensips/syntax/syntax.ts';
import { expectGrowthWithLength } from '../growth.ts';
import { projectOf, settings } from '../languages.ts';

const language: Language = opensipsCfg;

function viewOf(text: string, severities = settings.severities) {
  const project = projectOf(language, { 'opensips.cfg': text }, 'opensips.cfg');
  const tree = project.trees.get(project.root);
  if (tree === undefined) throw new Error('no tree');
  return { uri: project.root, tree, model: language.model(project, { ...settings, severities }, undefined) };
}

const whole = { start: { line: 0, character: 0 }, end: { line: 1_000_000, character: 0 } };

it('gives inlay hints in a time that follows the number of routes', () => {
  expectGrowthWithLength(count => {
    const view = viewOf('route[r] {\n\txlog("L_INFO", "a");\n}\n'.repeat(count));
    return () => void language.hints?.(view, whole);
  }, 400);
});

it('reads variables with many unfinished transformations in a time that follows their length', () => {
  expectGrowthWithLength(count => {
    const text = `route {\n\txlog("${'$(avp(a){s.select,'.repeat(count)}");\n}\n`;
    return () => void language.check(viewOf(text));
  }, 250);
});

it('looks for challenges without an exit in a time that follows the number of statements', () => {
  const code = 'opensips-cfg/challenge-without-exit';
  const others = Object.fromEntries(language.rules().map(rule => [rule.code, 'off' as const]));
  expectGrowthWithLength(count => {
    const text = `route {\n${'\tproxy_challenge("", "auth");\n'.repeat(count)}}\n`;
    return () => void language.check(viewOf(text, { ...others, [code]: 'warning' }));
  }, 2000);
});

it('gives signature help behind many words in a time that follows their length', () => {
  expectGrowthWithLength(count => {
    const line = `\tif (${'return '.repeat(count)}`;
    const view = viewOf(`route {\n${line}`);
    return () => void language.signatureHelp?.(view, { line: 1, character: line.length });
  }, 2000);
});

it('judges the same routes anew when other rules are active, though as many', () => {
  const text = 'route {\n\tunknown_a();\n\tsetflag("no such");\n\t$nothing = 1;\n}\n';
  const project = projectOf(language, { 'opensips.cfg': text }, 'opensips.cfg');
  const tree = project.trees.get(project.root);
  if (tree === undefined) throw new Error('no tree');
  const codesWithout = (code: string) => {
    const severities = { [code]: 'off' as const };
    const model = language.model(project, { ...settings, severities }, undefined);
    return language.check({ uri: project.root, tree, model }).map(found => String(found.code));
  };
  const found = [
    ...new Set(
      language
        .check({ uri: project.root, tree, model: language.model(project, settings, undefined) })
        .map(({ code }) => String(code)),
    ),
  ];
  expect(found.length).toBeGreaterThan(1);
  for (const code of found) {
    expect(codesWithout(code)).not.toContain(code);
    for (const other of found) if (other !== code) expect(codesWithout(code)).toContain(other);
  }
});

it('looks for changes of headers in a time that follows the number of statements', () => {
  const code = 'opensips-cfg/header-change-not-seen';
  const others = Object.fromEntries(language.rules().map(rule => [rule.code, 'off' as const]));
  expectGrowthWithLength(count => {
    const text = `route {\n${'\tappend_hf("X-A: a\\r\\n");\n'.repeat(count)}}\n`;
    return () => void language.check(viewOf(text, { ...others, [code]: 'warning' }));
  }, 500);
});

it('reads strings that are left open on every line in a time that follows their number', () => {
  expectGrowthWithLength(count => {
    const text = `route {\n${'\txlog("hello);\n'.repeat(count)}}\n`;
    return () => void language.parse(text);
  }, 1500);
});

it('looks for the domains of TLS settings in a time that follows their number', () => {
  const code = 'opensips-cfg/tls-domain-undefined';
  const others = Object.fromEntries(language.rules().map(rule => [rule.code, 'off' as const]));
  const setting = 'modparam("tls_mgm", "certificate", "[self]/etc/opensips/tls/cert.pem")\n';
  const head = 'loadmodule "tls_mgm.so"\nmodparam("tls_mgm", "server_domain", "self")\n';
  expectGrowthWithLength(count => {
    const text = head + setting.repeat(count);
    return () => void language.check(viewOf(text, { ...others, [code]: 'error' }));
  }, 1000);
});

it('reads only the blocks of the lines that are indented while typing', () => {
  const view = viewOf('route[a] {\n\texit;\n}\nroute[b] {\nexit;\n}\nroute[c] {\n\texit;\n}\n');
  const { blocks, ...rest } = view.tree as ScriptTree;
  const unreadable = (block: Block): Block => ({
    ...block,
    get tokens(): never {
      throw new Error('this block is not needed');
    },
  });
  const tree = { ...rest, blocks: blocks.map((block, index) => (index === 1 ? block : unreadable(block))) };
  const options = { tabSize: 2, insertSpaces: false };
  const edits = language.formatOnType?.({ ...view, tree }, { line: 4, character: 5 }, ';', options);
  expect(edits?.map(({ newText }) => newText)).toEqual(['\t']);
});

it.each<readonly [string, (text: string) => readonly object[], (count: number) => string]>([
  ['CSV with as many columns as lines', readCsv, count => `${'a,'.repeat(count)}\n${'x\n'.repeat(count)}`],
  [
    'db_text with as many columns as lines',
    readDbText,
    count => `${'a(string,null) '.repeat(count)}\n${'x\n'.repeat(count)}`,
  ],
  ['db_text with a very long name', readDbText, count => `${'a'.repeat(10 * count)} x(string)\n1\n`],
  ['db_text whose parentheses stay open', readDbText, count => `x(string) ${'a('.repeat(10 * count)}\n1\n`],
])('reads a table in a time that follows its length: %s', (_name, read, textOf) => {
  expectGrowthWithLength(count => {
    const text = textOf(count);
    return () => void read(text);
  }, 500);
});

it('knows of a row of a table only the columns that it has', () => {
  for (const [row] of [readCsv('a,__proto__\n1,2,3\n'), readDbText('a(int) __proto__(int)\n1:2\n')]) {
    expect([row?.a, Object.entries(row ?? {})[1]?.[1], row?.constructor, row?.b]).toEqual([
      '1',
      '2',
      undefined,
      undefined,
    ]);
  }
  expect(readDbText('a(int) b(int)\n1\n')).toEqual([]);
  expect(readDbText('a(int) b(int,null)\n1\n2:\n')).toHaveLength(2);
});
