import { message } from '../../../../rules/rule.ts';
import type { RouteRule } from '../rule.ts';

export const andOrMixed: RouteRule = {
  code: 'opensips-cfg/and-or-mixed',
  severity: 'warning',
  family: 'flow',
  title: '`and` and `or` mixed without parentheses',
  why: 'In OpenSIPS both bind equally and are read from left to right: `a or b and c` is `(a or b) and c`. In nearly every other language it is `a or (b and c)`, and so most people read it.',
  fix: 'Put parentheses around what belongs together.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\tif ($rm == "BYE" || $rm == "ACK" && $si == "192.0.2.1")\n\t\texit;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\tif (($rm == "BYE" || $rm == "ACK") && $si == "192.0.2.1")\n\t\texit;\n}\n',
  on: 'route',
  *check({ uses }) {
    for (const { outer, inner } of uses.logic) {
      yield {
        span: outer,
        message: message(
          `\`${inner.text}\` and \`${outer.text}\` bind equally here.`,
          `OpenSIPS reads from left to right: everything before this \`${outer.text}\` belongs together.`,
          'Put parentheses around what belongs together.',
        ),
      };
    }
  },
};
