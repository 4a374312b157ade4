import { message } from '../../../../rules/rule.ts';
import { keywordOf } from '../../facts/routeNames.ts';
import { bodiesOfRoute, perGroup } from '../../model/bodies.ts';
import type { PlacedRoute, RouteBody, ScriptModel } from '../../model/model.ts';
import { parameterValue } from '../../model/parameters.ts';
import { closureOf } from '../../model/routeReach.ts';
import { namesIn, trafficOf } from '../../model/scriptVariables.ts';
import type { RouteKind } from '../../syntax/syntax.ts';
import type { Finding, ScriptRule } from '../rule.ts';

/** Blocks that run later than the request, mostly in another process. */
const later: ReadonlySet<RouteKind> = new Set(['failure', 'onreply', 'local', 'timer', 'event']);

export const variableOfOtherMessage: ScriptRule = {
  code: 'opensips-cfg/variable-of-other-message',
  severity: 'warning',
  family: 'paths',
  title: 'Variable that does not follow the call into this route',
  why: '`$var(...)` belongs to the process, not to the call: a reply or failure route sees what the last message in its process left there, or NULL. `$avp(...)` belongs to the transaction, but in an onreply_route it is empty unless `onreply_avp_mode` of `tm` is 1.',
  fix: 'Use `$avp(...)` for values of the call, and set `onreply_avp_mode` to 1 to read them in an onreply_route.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nroute {\n\t$var(caller) = $fU;\n\tt_on_failure("lost");\n\tt_relay();\n}\nfailure_route[lost] {\n\tif ($var(caller) == "alice")\n\t\texit;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nroute {\n\t$avp(caller) = $fU;\n\tt_on_failure("lost");\n\tt_relay();\n}\nfailure_route[lost] {\n\tif ($avp(caller) == "alice")\n\t\texit;\n}\n',
  on: 'script',
  *check(model) {
    if (!model.isComplete) return;
    const seesAvps = Number(parameterValue(model, 'tm', 'onreply_avp_mode')?.value ?? 0) !== 0;
    const told = new Map<PlacedRoute, Set<string>>();
    for (const body of model.groups.flatMap(laterBodies)) {
      const ofRoute = told.get(body.route) ?? new Set();
      told.set(body.route, ofRoute);
      yield* foundIn(model, body, 'var', ofRoute);
      if (body.route.kind === 'onreply' && !seesAvps) yield* foundIn(model, body, 'avp', ofRoute);
    }
  },
};

const laterBodies = perGroup(bodies => bodies.filter(({ route }) => later.has(route.kind)));

/** The names that blocks for requests assign, and those that `startup_route` sets, which are there in all processes. */
const setIn = perGroup(bodies => ({ var: collect(bodies, 'var'), avp: collect(bodies, 'avp') }));

function collect(bodies: readonly RouteBody[], kind: 'var' | 'avp') {
  const forRequests = new Set<string>();
  const atStart = new Set<string>();
  for (const { route, uses } of bodies) {
    if (route.kind === 'startup') for (const name of trafficOf(uses, kind).writes) atStart.add(name);
    if (route.kind !== 'request' && route.kind !== 'branch') continue;
    for (const { assignment } of uses.assignments)
      for (const name of namesIn(assignment.target.text, kind)) forRequests.add(name);
  }
  return { forRequests, atStart };
}

function* foundIn(
  model: ScriptModel,
  { route: root, uses, place }: RouteBody,
  kind: 'var' | 'avp',
  told: Set<string>,
): Generator<Finding> {
  const { reads, writes } = trafficOf(uses, kind);
  for (const { name, token } of reads) {
    // Most blocks set what they read themselves.
    if (writes.has(name)) continue;
    const mark = `${kind} ${name}`;
    if (told.has(mark) || !model.groups.some(group => setIn(group)[kind].forRequests.has(name))) continue;
    told.add(mark);
    if (model.groups.some(group => setIn(group)[kind].atStart.has(name))) continue;
    if (isSetOnTheWay(model, root, name, kind)) continue;
    yield { place, span: token, message: kind === 'var' ? textOfVar(name, root.kind) : textOfAvp(name) };
  }
}

/** Whether a block or a route that it reaches may set a variable. */
function isSetOnTheWay(model: ScriptModel, root: PlacedRoute, name: string, kind: 'var' | 'avp'): boolean {
  for (const index of closureOf(model, model.routes.indexOf(root)))
    if (bodiesOfRoute(model, index).some(({ uses }) => trafficOf(uses, kind).writes.has(name))) return true;
  return false;
}

function textOfVar(name: string, kind: RouteKind): string {
  return message(
    `\`$var(${name})\` does not hold the value of this call in ${keywordOf(kind)}.`,
    'It belongs to the process and may come from another message, or be NULL.',
    `Use \`$avp(${name})\` in all these places.`,
  );
}

function textOfAvp(name: string): string {
  return message(
    `\`$avp(${name})\` is NULL in this onreply_route.`,
    'AVPs of the request are visible in reply routes only if `onreply_avp_mode` is set.',
    'Add `modparam("tm", "onreply_avp_mode", 1)`.',
  );
}
