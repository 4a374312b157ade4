import { message } from '../../../../rules/rule.ts';
import { readString } from '../../syntax/inside.ts';
import { stringValue } from '../../syntax/token.ts';
import { type LocalFinding, type RouteRule, replacing } from '../rule.ts';

/** Classes of Perl that POSIX expressions do not have, and what to write instead, alone and between brackets. */
const classes: Readonly<Record<string, { readonly alone: string; readonly inBrackets?: string }>> = {
  '\\d': { alone: '[0-9]', inBrackets: '0-9' },
  '\\D': { alone: '[^0-9]' },
};

/** All other strings have nothing to look at one character after the other. */
const mayHaveClass = /\\d/i;

export const escapeWithoutMeaning: RouteRule = {
  code: 'opensips-cfg/escape-without-meaning',
  severity: 'warning',
  family: 'values',
  title: 'Digit class of another kind of regular expression',
  why: '`=~` and `!~` use POSIX regular expressions, which have no `\\d`. The server accepts the expression, but it does not match digits.',
  fix: 'Write `[0-9]` or `[[:digit:]]`.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\tif ($rU =~ "^\\d+$")\n\t\texit;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\tif ($rU =~ "^[0-9]+$")\n\t\texit;\n}\n',
  on: 'route',
  check({ uses }) {
    const found: LocalFinding[] = [];
    for (const { operator, right } of uses.comparisons) {
      if (operator.text !== '=~' && operator.text !== '!~') continue;
      if (right.type !== 'value' || right.token.kind !== 'string') continue;
      if (!mayHaveClass.test(stringValue(right.token))) continue;
      const { value, spanOf } = readString(right.token);
      for (const { text, offset, inBrackets } of escapesIn(value)) {
        const written = classes[text];
        if (written === undefined) continue;
        const replacement = inBrackets ? written.inBrackets : written.alone;
        const span = spanOf(offset, text.length);
        found.push({
          span,
          message: message(
            `The regular expressions of \`${operator.text}\` have no \`${text}\`.`,
            'OpenSIPS accepts it, but it does not match digits.',
            replacement === undefined ? 'List the characters that are meant.' : `Write \`${replacement}\`.`,
          ),
          ...(replacement === undefined
            ? {}
            : { fixes: [replacing(`Write ${replacement}`, span, replacement, true)] }),
        });
      }
    }
    return found;
  },
};

function* escapesIn(
  expression: string,
): Generator<{ readonly text: string; readonly offset: number; readonly inBrackets: boolean }> {
  let inBrackets = false;
  for (let at = 0; at < expression.length; at++) {
    const character = expression[at];
    if (character === '[' && !inBrackets) {
      inBrackets = true;
      // A `]` directly after the bracket is a member.
      if (expression[at + 1] === '^') at++;
      if (expression[at + 1] === ']') at++;
    } else if (character === '[' && inBrackets && /[:.=]/.test(expression[at + 1] ?? '')) {
      const end = expression.indexOf(`${expression[at + 1]}]`, at + 2);
      if (end >= 0) at = end + 1;
    } else if (character === ']' && inBrackets) inBrackets = false;
    else if (character === '\\') {
      yield { text: expression.slice(at, at + 2), offset: at, inBrackets };
      if (!inBrackets) at++;
    }
  }
}
