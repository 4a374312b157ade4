import { message } from '../../../../rules/rule.ts';
import { bodiesCalling, perGroup } from '../../model/bodies.ts';
import { routeNameOf } from '../../model/model.ts';
import { type Finding, replacing, type ScriptRule } from '../rule.ts';

export const returnZero: ScriptRule = {
  code: 'opensips-cfg/return-zero',
  severity: 'warning',
  family: 'flow',
  title: '`return(0)` in a route that is called',
  why: '`return(0)` does not mean false: it ends the whole script, like `exit`. Neither branch of `if (route(x))` runs, and nothing after the call does. Negative numbers are false, positive ones are true.',
  fix: 'Write `return(-1)` for false, or `exit` to end the script.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\tif (!route(check))\n\t\txlog("refused\\n");\n}\nroute[check] {\n\tif ($si == "192.0.2.1")\n\t\treturn(0);\n\treturn(1);\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\tif (!route(check))\n\t\txlog("refused\\n");\n}\nroute[check] {\n\tif ($si == "192.0.2.1")\n\t\treturn(-1);\n\treturn(1);\n}\n',
  on: 'script',
  calls: ['return'],
  *check(model) {
    for (const { route, uses, place } of bodiesCalling(model, ['return'])) {
      if (route.kind !== 'request' || route.name === '0') continue;
      for (const { call } of uses.calls) {
        const [first] = call.args;
        if (call.name.text !== 'return' || first?.token === undefined || first.number !== 0) continue;
        const isAsked = model.groups.some(group => routesAsked(group).has(route.name));
        const finding: Finding = {
          place,
          span: first.token,
          // Where the route is only called as a statement, the end of the script may be what is meant.
          ...(isAsked ? {} : { severity: 'information' as const }),
          message: message(
            '`return(0)` ends the whole script, like `exit`.',
            isAsked
              ? `\`if (route(${route.name}))\` runs neither of its branches then.`
              : 'Nothing after the call of this route runs.',
            'Write `return(-1)` for false, or `exit`.',
          ),
          fixes: [replacing('Return -1 (false)', first.token, '-1', isAsked)],
        };
        yield finding;
      }
    }
  },
};

/** The routes whose result is a condition. */
const routesAsked = perGroup(
  bodies =>
    new Set(
      bodies.flatMap(({ uses }) =>
        uses.calls.flatMap(({ call, place }) => {
          const token = call.args[0]?.token;
          const isAsked = call.name.text === 'route' && place === 'condition' && token !== undefined;
          return isAsked ? [routeNameOf(token)] : [];
        }),
      ),
    ),
);
