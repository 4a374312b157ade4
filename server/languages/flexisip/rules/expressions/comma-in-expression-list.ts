import { message } from '../../../../rules/rule.ts';
import { conditionsOf } from '../../expressions/expressionSettings.ts';
import { type ExpressionRule, inValue, replacing } from '../rule.ts';

export const commaInExpressionList: ExpressionRule = {
  code: 'flexisip-conf/comma-in-expression-list',
  severity: 'warning',
  family: 'expressions',
  title: 'Commas in the list of `in`',
  why: "The words to the right of `in` are separated by spaces. A comma is part of the word: `'a.org, b.org'` contains the words `a.org,` and `b.org`.",
  fix: 'Separate the words with spaces.',
  bad: "[module::Authentication]\nfilter=from.uri.domain in 'a.org,b.org'\n",
  good: "[module::Authentication]\nfilter=from.uri.domain in 'a.org b.org'\n",
  on: 'expression',
  *check(subject) {
    const { expression } = subject;
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
          'A comma does not separate the words of this list.',
          'It is part of the word before or after it, which then never matches.',
          'Separate the words with spaces.',
        ),
        fixes: [replacing('Separate the words with spaces', at, mended, true)],
      };
    }
  },
};
