import { message } from '../../../../rules/rule.ts';
import { type ExpressionRule, inValue } from '../rule.ts';

export const discardedCondition: ExpressionRule = {
  code: 'flexisip-conf/discarded-condition',
  severity: 'warning',
  family: 'expressions',
  title: 'Part of an expression that has no effect',
  why: 'Of two adjacent conditions without `&&` or `||` between them, the last one counts, and the server silently ignores the other. It also ignores a variable or text that is not compared with anything.',
  fix: 'Join the conditions with `&&` or `||`, or remove the part.',
  bad: "[module::Authentication]\nfilter=is_request from.uri.user == 'a'\n",
  good: "[module::Authentication]\nfilter=is_request && from.uri.user == 'a'\n",
  on: 'expression',
  *check(subject) {
    const { expression } = subject;
    if (expression.failure !== undefined) return;
    for (const part of expression.discarded) {
      const what =
        part.kind === 'condition'
          ? 'This condition has no effect: another one follows it without `&&` or `||`.'
          : 'This text is not compared with anything.';
      yield {
        ...inValue(subject, part.start, part.end),
        message: message(what, 'The server silently ignores it.', 'Join the conditions, or remove the part.'),
        tag: 'unnecessary',
      };
    }
  },
};
