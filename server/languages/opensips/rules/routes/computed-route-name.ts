import { message } from '../../../../rules/rule.ts';
import type { LocalFinding, RouteRule } from '../rule.ts';

export const computedRouteName: RouteRule = {
  code: 'opensips-cfg/computed-route-name',
  severity: 'warning',
  family: 'routes',
  title: 'Route name built from variables',
  why: 'The server starts and calls the route that the variables name at that moment. `opensips -C` crashes on such a call (measured from 3.1 to 4.0), so the script can no longer be checked before a restart, and a name without a route is noticed only during a call.',
  fix: 'Select a fixed name with `switch`.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\troute("to_$rd");\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\tswitch ($rd) {\n\tcase "a.example.com":\n\t\troute(to_a);\n\t}\n}\nroute[to_a] {\n\texit;\n}\n',
  since: '3.1',
  on: 'route',
  calls: ['route'],
  check({ uses }) {
    const found: LocalFinding[] = [];
    for (const { call } of uses.calls) {
      const argument = call.args[0];
      if (call.name.text !== 'route' || argument?.token === undefined) continue;
      if (argument.kind !== 'variable' && !argument.token.text.includes('$')) continue;
      found.push({
        span: argument.token,
        message: message(
          'The name of this route is known only at run time.',
          'The server starts, but `opensips -C` crashes, and a name without a route is not noticed.',
          'Select a fixed name with `switch`.',
        ),
      });
    }
    return found;
  },
};
