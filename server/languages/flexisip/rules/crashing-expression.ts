import { message } from '../../../rules/rule.ts';
import { conditionsOf, expressionOf } from '../expressionSettings.ts';
import type { Condition } from '../expressionTree.ts';
import { inValue, type SettingRule } from '../rule.ts';

export const crashingExpression: SettingRule = {
  code: 'flexisip-conf/crashing-expression',
  severity: 'error',
  family: 'expressions',
  title: 'Expression that crashes the server',
  why: '`in`, `nin`, `notin` and `regexp` without a left side are read without complaint, and end the server with a segmentation fault as soon as they are evaluated.',
  fix: 'Write the variable on the left.',
  bad: "[module::Authentication]\nfilter=in 'example.org'\n",
  good: "[module::Authentication]\nfilter=from.uri.domain in 'example.org'\n",
  on: 'setting',
  *check(subject) {
    const expression = expressionOf(subject);
    if (expression === undefined) return;
    for (const condition of conditionsOf(expression)) {
      if (!lacksLeftSide(condition)) continue;
      yield {
        ...inValue(subject, condition.start, condition.end),
        message: message(
          'There is nothing on the left of this operator.',
          'The server crashes when it evaluates the expression.',
          'Write the variable on the left.',
        ),
      };
    }
  },
};

function lacksLeftSide(condition: Condition): boolean {
  return (condition.kind === 'comparison' || condition.kind === 'regexp') && condition.left === undefined;
}
