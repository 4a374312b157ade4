import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { languages } from '../../server/languages/registry.ts';
import { rulePages } from '../../server/languages/rulePages.ts';
import type { RuleInfo } from '../../server/rules/rule.ts';

const folder = fileURLToPath(new URL('../../docs/rules', import.meta.url));
const rules: readonly RuleInfo[] = languages.flatMap(language => language.rules());

test('the pages of the rules are those that `npm run docs` writes', () => {
  const pages = rulePages(languages);
  const stored = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name =>
    name.endsWith('.md'),
  );
  expect(stored.map(name => name.replaceAll('\\', '/')).sort()).toEqual([...pages.keys()].sort());
  const stale = [...pages].filter(([name, text]) => readFileSync(join(folder, name), 'utf8') !== text);
  expect(stale.map(([name]) => name)).toEqual([]);
});

test('every rule says what, why and what to do, under a code of its own', () => {
  expect(new Set(rules.map(({ code }) => code)).size).toBe(rules.length);
  for (const { code, title, why, fix, bad, good } of rules) {
    expect(code).toMatch(/^[a-z-]+\/[a-z0-9-]+$/);
    expect(title, code).toMatch(/^[A-Z0-9#"`'[].*[^.]$/);
    expect(why.length, code).toBeGreaterThan(20);
    expect(fix.length, code).toBeGreaterThan(10);
    if (bad !== '') expect(bad, code).not.toBe(good);
  }
});
