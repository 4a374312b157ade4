import { message } from '../../../../rules/rule.ts';
import { keywordOf } from '../../facts/routeNames.ts';
import { unusedRoutes } from '../../model/unusedRoutes.ts';
import type { ScriptRule } from '../rule.ts';

export const unusedRoute: ScriptRule = {
  code: 'opensips-cfg/unused-route',
  severity: 'information',
  family: 'routes',
  title: 'Route block that nothing calls or arms',
  why: 'The block never runs. Often its name was changed in only one place.',
  fix: 'Remove it, or call it.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\texit;\n}\nroute[relay] {\n\texit;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\troute(relay);\n}\nroute[relay] {\n\texit;\n}\n',
  on: 'script',
  *check(model) {
    for (const { route, kind, name, place } of unusedRoutes(model)) {
      yield {
        place,
        span: route.name ?? route.keyword,
        tag: 'unnecessary',
        message: message(
          `Nothing calls or arms \`${keywordOf(kind)}[${name}]\`.`,
          'It never runs.',
          'Remove it, or correct the name where it is used.',
        ),
      };
    }
  },
};
