import { describe, expect, it } from 'vitest';
import { parseExpression } from '../../server/languages/flexisip/expressions/expression.ts';
import { evaluate } from '../../server/languages/flexisip/expressions/expressionEvaluation.ts';
import { parsedVariables } from '../../server/languages/flexisip/expressions/expressionMessage.ts';
import { sofiaUri } from '../../server/languages/flexisip/expressions/sofiaUri.ts';
import { modelOf } from '../../server/languages/flexisip/model/model.ts';
import { parseFlexisip } from '../../server/languages/flexisip/reading/parser.ts';
import { parseUsers, statementAt } from '../../server/languages/flexisip/users/reading/parser.ts';
import { settings } from '../languages.ts';
import cases from '../oracle/flexisip-cases.json';
import measured from '../oracle/flexisip-measured.json';

describe('what the code of Flexisip made of made-up inputs', () => {
  it.each(measured.ini.map(({ text, items }) => [JSON.stringify(text), text, items] as const))(
    '%s',
    (_, text, items) => {
      const model = modelOf('f', parseFlexisip(text), { ...settings, flexisipVersion: '2.7' });
      const groups = [...model.groups.values()];
      const found = groups.flatMap(({ name, settings: keys }) =>
        [...keys.values()].map(all => ({ name, setting: all[0], isTwice: all.length > 1 })),
      );
      expect(found.some(({ isTwice }) => isTwice)).toBe(items === null);
      if (items === null) return;
      const read = found.map(({ name, setting }) => [
        name,
        setting?.entry.key,
        setting?.entry.value,
        (model.starts[setting?.sectionIndex ?? 0] ?? 0) + (setting?.line ?? 0) + 1,
      ]);
      const byLine = (a: readonly unknown[], b: readonly unknown[]): number => Number(a[3]) - Number(b[3]);
      expect(read.sort(byLine)).toEqual([...items].sort(byLine));
    },
  );

  it.each(measured.userdb.map(({ text, accepted }) => [JSON.stringify(text), text, accepted] as const))(
    'users file %s',
    (_, text, accepted) => {
      const tree = parseUsers(text);
      const isReadable = tree.lines.every((_line, index) => statementAt(tree, index).kind !== 'unreadable');
      expect(isReadable && tree.lines.length > 0).toBe(accepted);
    },
  );

  it.each(measured.uri.map(({ uri, ...parts }) => [uri, parts] as const))('URI %s', (uri, parts) => {
    const read = sofiaUri(uri);
    const part = (name: string): string => read?.get(name) ?? '';
    expect({ user: part('user'), domain: part('domain'), params: part('params') }).toEqual(parts);
  });

  const variables = parsedVariables(cases.expression.message);
  it.each(measured.expression.map(({ expr, result }) => [expr, result] as const))(
    'expression %s',
    (text, result) => {
      expect(evaluate(parseExpression(text), variables)).toBe(result);
    },
  );
});
