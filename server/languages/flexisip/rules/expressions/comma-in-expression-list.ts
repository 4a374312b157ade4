import { message } from '../../../../rules/rule.ts';
import { conditionsOf, expressionOf } from '../../expressions/expressionSettings.ts';
import { inValue, replacing, type SettingRule } from '../rule.ts';

export const commaInExpressionList: SettingRule = {
  code: 'flexisip-conf/comma-in-expression-list',
  severity: 'warning',
  family: 'expressions',
  title: 'Commas in the list of `in`',
  why: "The words on the right of `in` are separated by spaces. A comma is a part of the word: `'a.org, b.org'` holds the words `a.org,` and `b.org`.",
  fix: 'Part the words by spaces.',
  bad: "[module::Authentication]\nfilter=from.uri.domain in 'a.org,b.org'\n",
  good: "[module::Authentication]\nfilter=from.uri.domain in 'a.org b.org'\n",
  on: 'setting',
  *check(subject) {
    const expression = expressionOf(subject);
    if (expression === undefined) return;
    for (const condition of conditionsOf(expression)) {
      if (condition.kind !== 'comparison') continue;
      if (condition.operator !== 'in' && condition.operator !== 'notin') continue;
      const { right } = condition;
      if (right.kind !== 'constant' || !right.text.includes(',')) continue;
      const at = inValue(subject, right.start + 1, right.end - 1);
      const mended = right.text.split(/[, ]+/).filter(Boolean).join(' ');
      yield {
        ...at,
        message: message(
          'A comma does not part the words of this list.',
          'It is a part of the word beside it, which then never fits.',
          'Part the words by spaces.',
        ),
        fixes: [replacing('Part the words by spaces', at, mended, true)],
      };
    }
  },
};
