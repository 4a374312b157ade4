import { describe, expect, it } from 'vitest';
import { parseExpression } from '../../server/languages/flexisip/expressions/expression.ts';
import { evaluate } from '../../server/languages/flexisip/expressions/expressionEvaluation.ts';
import { parsedVariables } from '../../server/languages/flexisip/expressions/expressionMessage.ts';
import { modelOf } from '../../server/languages/flexisip/model/model.ts';
import { parseFlexisip } from '../../server/languages/flexisip/reading/parser.ts';
import { flexisipUsers } from '../../server/languages/flexisip/users/index.ts';
import { checkAll, settings } from '../languages.ts';
import cases from '../oracle/flexisip-cases.json';

describe('lines of flexisip.conf as the server reads them', () => {
  it.each(cases.ini.map(one => [one.case, one] as const))('%s', (name, { text, error, items }) => {
    const version = name.includes('tag 2.0.9') ? '2.0.9' : '2.7';
    const model = modelOf('flexisip.conf', parseFlexisip(text), { ...settings, flexisipVersion: version });
    const read = [...model.groups.values()].flatMap(group =>
      [...group.settings.values()].map(all => ({ section: group.name, all })),
    );
    const hasDuplicate = read.some(({ all }) => all.length > 1);
    if (error === 'duplicate key') {
      expect(hasDuplicate).toBe(true);
      return;
    }
    const found = read
      .flatMap(({ section, all }) => {
        const setting = all.at(-1);
        if (setting === undefined) return [];
        const line = (model.starts[setting.sectionIndex] ?? 0) + setting.line + 1;
        return [{ section, key: setting.entry.key, value: setting.entry.value, line }];
      })
      .sort((a, b) => a.line - b.line);
    expect(found).toEqual(items);
  });
});

describe('users files as the grammar of the server takes them', () => {
  it.each(cases.userdb.map(one => [one.case, one] as const))('%s', (_name, { text, accepted }) => {
    const found = checkAll(flexisipUsers, { 'users.txt': text }, 'users.txt').get('users.txt') ?? [];
    const grammar = found.filter(({ code }) =>
      ['unreadable-line', 'missing-final-newline', 'empty-file'].some(name =>
        String(code).endsWith(`/${name}`),
      ),
    );
    expect(grammar.length === 0).toBe(accepted);
  });

  it('refuses another version although the grammar takes it', () => {
    const found = checkAll(flexisipUsers, { u: 'version:2\n' }, 'u').get('u') ?? [];
    expect(found.map(({ code }) => code)).toEqual(['flexisip-users/unsupported-version']);
  });
});

describe('Boolean expressions on a message', () => {
  const variables = parsedVariables(cases.expression.message);
  it.each(cases.expression.cases.map(one => [one.expr, one.result] as const))('%s', (text, result) => {
    const outcome = evaluate(parseExpression(text), variables);
    const expected =
      typeof result === 'string' && result.startsWith('error (thrown as a pointer') ? 'uncaught' : result;
    expect(outcome).toBe(expected);
  });
});
