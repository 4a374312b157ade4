import { message } from '../../../../rules/rule.ts';
import type { Expression } from '../../syntax/syntax.ts';
import type { Token } from '../../syntax/token.ts';
import { type LocalFinding, type RouteRule, replacing } from '../rule.ts';

export const numberAddedToText: RouteRule = {
  code: 'opensips-cfg/number-added-to-text',
  severity: 'warning',
  family: 'values',
  title: 'Text and number joined with +',
  why: '`+` joins two texts or adds two numbers. For a text and a number it is an error at run time: nothing is assigned, and the variable keeps its old value.',
  fix: 'Put the number in quotes.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\t$var(port) = "port " + 5060;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\t$var(port) = "port " + "5060";\n}\n',
  on: 'route',
  check({ uses }) {
    const found: LocalFinding[] = [];
    for (const { assignment } of uses.assignments) {
      for (const number of joinedNumbers(assignment.value)) {
        found.push({
          span: number,
          message: message(
            `The number ${number.text} cannot be joined with a text.`,
            'This is an error at run time, and nothing is assigned.',
            'Put the number in quotes.',
          ),
          fixes: [replacing('Put the number in quotes', number, `"${number.text}"`, true)],
        });
      }
    }
    return found;
  },
};

/** Number constants that are added to a text constant, directly or after other texts. */
function joinedNumbers(expression: Expression): readonly Token[] {
  if (expression.type !== 'arithmetic' || expression.operator.text !== '+') return [];
  const { left, right } = expression;
  if (right.type !== 'value') return joinedNumbers(left);
  if (right.number !== undefined && endsAsText(left)) return [...joinedNumbers(left), right.token];
  if (left.type === 'value' && left.number !== undefined && isString(right.token)) return [left.token];
  return joinedNumbers(left);
}

function endsAsText(expression: Expression): boolean {
  if (expression.type === 'value') return isString(expression.token);
  return expression.type === 'arithmetic' && (endsAsText(expression.left) || endsAsText(expression.right));
}

function isString(token: Token): boolean {
  return token.kind === 'string';
}
