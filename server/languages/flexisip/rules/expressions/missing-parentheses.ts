import { message } from '../../../../rules/rule.ts';
import { precedenceTraps } from '../../expressions/precedenceTraps.ts';
import { type ExpressionRule, type Fix, inValue } from '../rule.ts';

export const missingParentheses: ExpressionRule = {
  code: 'flexisip-conf/missing-parentheses',
  severity: 'warning',
  family: 'expressions',
  title: 'Mixed `&&` and `||` without parentheses',
  why: 'There is no precedence: `&&` and `||` both take everything to their right as the second operand. `a && b || c` means `a && (b || c)`, while nearly every other language means `(a && b) || c`. In a filter, this determines who is challenged.',
  fix: 'Add parentheses to show what you mean.',
  bad: "[module::Authentication]\nfilter=is_request && from.uri.user == 'a' || from.uri.user == 'b'\n",
  good: "[module::Authentication]\nfilter=is_request && (from.uri.user == 'a' || from.uri.user == 'b')\n",
  on: 'expression',
  *check(subject) {
    const { expression } = subject;
    for (const trap of precedenceTraps(expression)) {
      const insert = (offset: number, newText: string) => ({ ...inValue(subject, offset, offset), newText });
      const first = trap.right.left;
      const asRead: Fix = {
        title: 'Add the parentheses as the server reads them: a && (b || c)',
        edits: [insert(trap.right.start, '('), insert(trap.right.end, ')')],
      };
      const usual: Fix = {
        title: 'Add the parentheses as other languages read them: (a && b) || c',
        edits: [insert(trap.left.start, '('), insert(first.end, ')')],
      };
      yield {
        ...inValue(subject, trap.and, trap.or + 2),
        message: message(
          '`&&` does not have precedence over `||` here.',
          'It takes everything to its right: `a && b || c` means `a && (b || c)`.',
          'Add parentheses to show what you mean.',
        ),
        fixes: [asRead, usual],
      };
    }
  },
};
