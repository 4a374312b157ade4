import { message } from '../../../../rules/rule.ts';
import type { LocalFinding, RouteRule } from '../rule.ts';

export const andOrMixed: RouteRule = {
  code: 'opensips-cfg/and-or-mixed',
  severity: 'warning',
  family: 'flow',
  title: '`and` and `or` mixed without parentheses',
  why: 'In OpenSIPS both have the same precedence and are read from left to right: `a or b and c` is `(a or b) and c`. In nearly every other language it is `a or (b and c)`, and most people read it that way.',
  fix: 'Add parentheses around the part that belongs together.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\tif ($rm == "BYE" || $rm == "ACK" && $si == "192.0.2.1")\n\t\texit;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\tif (($rm == "BYE" || $rm == "ACK") && $si == "192.0.2.1")\n\t\texit;\n}\n',
  on: 'route',
  check({ uses }) {
    const found: LocalFinding[] = [];
    for (const { outer, inner } of uses.logic) {
      found.push({
        span: outer,
        message: message(
          `\`${inner.text}\` and \`${outer.text}\` have the same precedence.`,
          `OpenSIPS reads from left to right, so everything before this \`${outer.text}\` is grouped together.`,
          'Add parentheses around the part that belongs together.',
        ),
      });
    }
    return found;
  },
};
