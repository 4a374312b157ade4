import { message } from '../../../../rules/rule.ts';
import { nearest } from '../../../../text/spelling.ts';
import { keywordOf } from '../../facts/routeNames.ts';
import { existsIn } from '../../facts/versions.ts';
import { parameterValue } from '../../model/parameters.ts';
import type { RouteKind } from '../../syntax/syntax.ts';
import type { Finding, ScriptRule } from '../rule.ts';

/** Parameters with the name of a block that the module looks up when it starts, in every version; without it, mod_init fails. */
const ROUTES: readonly (readonly [module: string, parameter: string, kind?: RouteKind])[] = [
  ['b2b_entities', 'script_req_route'],
  ['b2b_entities', 'script_reply_route'],
  ['b2b_logic', 'script_req_route'],
  ['b2b_logic', 'script_reply_route'],
  ['cpl_c', 'proxy_route'],
  ['msrp_relay', 'socket_route'],
  ['pike', 'check_route'],
  ['presence_dfks', 'get_route'],
  ['presence_dfks', 'set_route'],
  ['prometheus', 'script_route'],
  ['tm', 'local_request_route'],
  ['tm', 'local_reply_route', 'onreply'],
];

export const parameterNamesNoRoute: ScriptRule = {
  code: 'opensips-cfg/parameter-names-no-route',
  severity: 'error',
  family: 'start',
  title: 'Module parameter that names a missing route',
  why: 'The module looks for the route block with this name when it starts. If there is none, the server does not start. `opensips -C` does not start the modules, so it does not report this.',
  fix: 'Define the route block, or correct the name.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/pike.so"\nmodparam("pike", "check_route", "flood")\nroute {\n\texit;\n}\nroute[pike] {\n\tdrop;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/pike.so"\nmodparam("pike", "check_route", "pike")\nroute {\n\texit;\n}\nroute[pike] {\n\tdrop;\n}\n',
  on: 'script',
  modules: ROUTES.map(([module]) => module),
  *check(model) {
    if (!model.isComplete) return;
    for (const [module, parameter, kind = 'request'] of ROUTES) {
      const known = model.names.routes(kind);
      const setting = parameterValue(model, module, parameter);
      const facts = model.modules.get(module)?.facts?.params?.find(({ name }) => name === parameter);
      if (setting === undefined || facts === undefined || !existsIn(model.version, facts)) continue;
      const span = setting.item.value[0];
      const name = String(setting.value);
      if (span === undefined || name === '' || known.has(name)) continue;
      const guess = nearest(name, known);
      const finding: Finding = {
        place: setting.place,
        span,
        message: message(
          `There is no \`${keywordOf(kind)}[${name}]\` for \`${parameter}\` of \`${module}\`.`,
          '`opensips -C` does not report this, but OpenSIPS does not start.',
          guess === undefined ? 'Define it, or correct the name.' : `Did you mean \`${guess}\`?`,
        ),
      };
      yield finding;
    }
  },
};
