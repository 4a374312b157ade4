import { message } from '../../../../rules/rule.ts';
import { regexFault } from '../../facts/posixRegex.ts';
import { stringValue } from '../../syntax/token.ts';
import type { LocalFinding, RouteRule } from '../rule.ts';

export const invalidRegularExpression: RouteRule = {
  code: 'opensips-cfg/invalid-regular-expression',
  severity: 'error',
  family: 'values',
  title: 'Invalid regular expression',
  why: 'OpenSIPS compiles the text after `=~` and `!~` as a POSIX extended regular expression when it starts. If the expression is invalid, the server does not start. `opensips -C` does not report it.',
  fix: 'Correct the expression.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\tif ($rU =~ "^(00|\\\\+")\n\t\texit;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\tif ($rU =~ "^(00|\\\\+)")\n\t\texit;\n}\n',
  on: 'route',
  check({ uses }) {
    const found: LocalFinding[] = [];
    for (const { operator, right } of uses.comparisons) {
      if (operator.text !== '=~' && operator.text !== '!~') continue;
      if (right.type !== 'value' || right.token.kind !== 'string' || right.token.unclosed === true) continue;
      const fault = regexFault(stringValue(right.token));
      if (fault === undefined) continue;
      found.push({
        span: right.token,
        message: message(
          `OpenSIPS refuses this regular expression: ${fault}.`,
          '`opensips -C` does not report this, but OpenSIPS does not start.',
          'Correct it.',
        ),
      });
    }
    return found;
  },
};
