import { message } from '../../../../rules/rule.ts';
import { conditionsOf } from '../../expressions/expressionSettings.ts';
import type { Condition, Operand } from '../../expressions/expressionTree.ts';
import { type ExpressionRule, inValue } from '../rule.ts';

export const constantComparison: ExpressionRule = {
  code: 'flexisip-conf/constant-comparison',
  severity: 'warning',
  family: 'expressions',
  title: 'Comparison whose result never changes',
  why: 'Comparisons are case-sensitive. Methods are in capital letters, and `direction` is `request` or `response`. A comparison with another text has the same result for every message.',
  fix: 'Write the text as it appears in messages.',
  bad: "[module::Authentication]\nfilter=request.method == 'register'\n",
  good: "[module::Authentication]\nfilter=request.method == 'REGISTER'\n",
  on: 'expression',
  *check(subject) {
    const { expression } = subject;
    for (const condition of conditionsOf(expression)) {
      const problem = problemOf(condition);
      if (problem === undefined) continue;
      yield {
        ...inValue(subject, condition.start, condition.end),
        message: message(
          problem,
          'The result is the same for every message.',
          'Write the text as it appears in messages.',
        ),
      };
    }
  },
};

function problemOf(condition: Condition): string | undefined {
  if (condition.kind !== 'comparison' || condition.left === undefined || condition.operator === 'contains') {
    return undefined;
  }
  const { left, right } = condition;
  if (left.kind === right.kind) return left.kind === 'constant' ? 'Both sides are fixed texts.' : undefined;
  const variable = left.kind === 'variable' ? left : right;
  const constant = left.kind === 'variable' ? right : left;
  const texts =
    condition.operator === 'in' || condition.operator === 'notin'
      ? constant.text.split(' ')
      : [constant.text];
  if (texts.some(text => text === '' || fits(variable, text))) return undefined;
  return variable.text === 'direction'
    ? '`direction` is `request` or `response`.'
    : 'Methods are compared case-sensitively, and are in capital letters.';
}

function fits(variable: Operand, text: string): boolean {
  if (variable.text === 'direction') return text === 'request' || text === 'response';
  if (variable.text.startsWith('request.method')) return !/^[a-z]+$|^[A-Z][a-z]+$/.test(text);
  return true;
}
