import { message } from '../../../../rules/rule.ts';
import { regexFault } from '../../facts/posixRegex.ts';
import { readString } from '../../syntax/inside.ts';
import type { RouteRule } from '../rule.ts';

export const invalidRegularExpression: RouteRule = {
  code: 'opensips-cfg/invalid-regular-expression',
  severity: 'error',
  family: 'values',
  title: 'Regular expression that cannot be compiled',
  why: 'What stands behind `=~` and `!~` is compiled when the server starts, as a POSIX extended expression. The check with `-C` does not see a mistake in it; the start fails.',
  fix: 'Correct the expression.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\tif ($rU =~ "^(00|\\\\+")\n\t\texit;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\tif ($rU =~ "^(00|\\\\+)")\n\t\texit;\n}\n',
  on: 'route',
  *check({ uses }) {
    for (const { operator, right } of uses.comparisons) {
      if (operator.text !== '=~' && operator.text !== '!~') continue;
      if (right.type !== 'value' || right.token.kind !== 'string' || right.token.unclosed === true) continue;
      const fault = regexFault(readString(right.token).value);
      if (fault === undefined) continue;
      yield {
        span: right.token,
        message: message(
          `This regular expression is refused: ${fault}.`,
          'The check with -C does not see it, but OpenSIPS does not start.',
          'Correct it.',
        ),
      };
    }
  },
};
