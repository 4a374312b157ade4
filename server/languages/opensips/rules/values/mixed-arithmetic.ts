import { message } from '../../../../rules/rule.ts';
import type { Expression } from '../../syntax/syntax.ts';
import type { Token } from '../../syntax/token.ts';
import type { LocalFinding, RouteRule } from '../rule.ts';

export const mixedArithmetic: RouteRule = {
  code: 'opensips-cfg/mixed-arithmetic',
  severity: 'warning',
  family: 'values',
  title: 'Addition before multiplication without parentheses',
  why: 'In OpenSIPS, `+`, `-`, `*`, `/` and `%` have the same precedence and are read from left to right: `2 + 3 * 4` is 20.',
  fix: 'Add parentheses around the part that belongs together.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\t$var(x) = 2 + $var(n) * 4;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\t$var(x) = 2 + ($var(n) * 4);\n}\n',
  on: 'route',
  check({ uses }) {
    const found: LocalFinding[] = [];
    for (const { assignment } of uses.assignments) {
      for (const [outer, inner] of mixes(assignment.value)) {
        found.push({
          span: outer,
          message: message(
            `\`${inner.text}\` is calculated before \`${outer.text}\` here.`,
            'In OpenSIPS, all arithmetic operators have the same precedence and are read from left to right.',
            'Add parentheses around the part that belongs together.',
          ),
        });
      }
    }
    return found;
  },
};

function mixes(expression: Expression): readonly (readonly [Token, Token])[] {
  if (expression.type === 'group') return mixes(expression.inner);
  if (expression.type !== 'arithmetic') return [];
  const { operator, left, right } = expression;
  const isMixed =
    left.type === 'arithmetic' && /^[+-]$/.test(left.operator.text) && /^[*/%]$/.test(operator.text);
  const inside = [...mixes(left), ...mixes(right)];
  return isMixed ? [[operator, left.operator], ...inside] : inside;
}
