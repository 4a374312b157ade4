import { message } from '../../../../rules/rule.ts';
import { conditionsOf } from '../../expressions/expressionSettings.ts';
import { type ExpressionRule, inValue, replacing } from '../rule.ts';

export const regexpWithoutPattern: ExpressionRule = {
  code: 'flexisip-conf/regexp-without-pattern',
  severity: 'warning',
  family: 'expressions',
  title: 'Regular expression that matches only one text',
  why: "`regexp` must match the whole text, not a part of it: `user-agent regexp 'Linphone'` is false for `Linphone/5.2`.",
  fix: 'Use `contains`, or write `.*` where other text may occur.',
  bad: "[module::Authentication]\nfilter=user-agent regexp 'Linphone'\n",
  good: "[module::Authentication]\nfilter=user-agent contains 'Linphone'\n",
  // Earlier releases used POSIX regular expressions, which may match a part.
  since: '2.1.0-beta',
  on: 'expression',
  *check(subject) {
    const { expression } = subject;
    for (const condition of conditionsOf(expression)) {
      if (condition.kind !== 'regexp' || !/^\^?[\w /@-]+\$?$/.test(condition.right.text)) continue;
      const operator = operatorRange(subject.entry.value, condition.start, condition.right.start);
      yield {
        ...inValue(subject, condition.right.start, condition.right.end),
        message: message(
          'This regular expression matches only this exact text.',
          '`regexp` compares with the whole text, not with a part of it.',
          'Use `contains`, or write `.*` where other text may occur.',
        ),
        fixes:
          operator === undefined || /[\^$]/.test(condition.right.text)
            ? []
            : [replacing('Use contains', inValue(subject, operator.start, operator.end), 'contains')],
      };
    }
  },
};

function operatorRange(value: string, from: number, to: number): { start: number; end: number } | undefined {
  const match = /regexp?(?=\s*$)/.exec(value.slice(from, to));
  if (match === null) return undefined;
  return { start: from + match.index, end: from + match.index + match[0].length };
}
