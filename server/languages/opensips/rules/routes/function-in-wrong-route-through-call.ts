import { message } from '../../../../rules/rule.ts';
import { appendAll } from '../../../../text/longLists.ts';
import { signatureIn } from '../../facts/facts.ts';
import { keywordCommands } from '../../facts/reserved.ts';
import { keywordOf } from '../../facts/routeNames.ts';
import type { PlacedRoute, ScriptModel } from '../../model/model.ts';
import { routeKey, routeNameOf } from '../../model/model.ts';
import type { RouteKind } from '../../syntax/syntax.ts';
import type { Uses } from '../../syntax/uses.ts';
import type { RouteBody, ScriptAnalysis, ScriptRule } from '../rule.ts';

export const functionInWrongRouteThroughCall: ScriptRule = {
  code: 'opensips-cfg/function-in-wrong-route-through-call',
  severity: 'warning',
  family: 'routes',
  title: 'Function reached through route() from a kind of route that does not support it',
  why: '`opensips -C` follows `route()` and refuses the script. A start does not check this, so the server runs, and the function works on a message that it was not made for.',
  fix: 'Do not call this route from there, or move the function to a separate route.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nfailure_route[busy] {\n\troute(next);\n}\nroute[next] {\n\tt_newtran();\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nfailure_route[busy] {\n\troute(next);\n}\nroute[next] {\n\tt_relay();\n}\n',
  since: '3.0',
  on: 'script',
  *check(model, analysis) {
    const reached = kindsReached(model, analysis);
    for (const body of analysis.bodies) {
      if (body.route.kind !== 'request') continue;
      const kinds = reached.get(body.route);
      if (kinds === undefined) continue;
      if (kinds.size === 1 && kinds.has('request')) continue;
      const world = analysis.worldOf(body.route);
      for (const { call, within } of body.uses.calls) {
        if (within !== undefined || keywordCommands.has(call.name.text)) continue;
        const owners = world.functions(call.name.text);
        const owner = owners.find(one => allows(one.facts, model, 'request'));
        if (owner === undefined) continue;
        for (const [kind, from] of kinds) {
          if (kind === 'request' || allows(owner.facts, model, kind)) continue;
          yield {
            place: body.place,
            span: call.name,
            message: message(
              `\`${call.name.text}\` cannot be used in ${keywordOf(kind)}, which calls this route.`,
              '`opensips -C` refuses the script; the server starts, but the function gets a message that it does not expect.',
              'Do not call this route from there.',
            ),
            related: [
              {
                place: from.place,
                span: from.route.name ?? from.route.keyword,
                message: `Reached from this ${keywordOf(kind)}`,
              },
            ],
          };
          break;
        }
      }
    }
  },
};

function allows(facts: Parameters<typeof signatureIn>[0], model: ScriptModel, kind: RouteKind): boolean {
  const { routes } = signatureIn(facts, model.version);
  return routes === undefined || routes === 'all' || routes.includes(kind);
}

/** For each request route, the kinds of block that reach it through route(), each with one example block. */
export function kindsReached(
  model: ScriptModel,
  analysis: ScriptAnalysis,
): ReadonlyMap<PlacedRoute, ReadonlyMap<RouteKind, PlacedRoute>> {
  const callees = new Map<PlacedRoute, PlacedRoute[]>();
  for (const body of analysis.bodies) {
    const list = callees.get(body.route) ?? [];
    appendAll(list, routesCalled(model, body));
    callees.set(body.route, list);
  }
  const reached = new Map<PlacedRoute, Map<RouteKind, PlacedRoute>>();
  for (const root of model.routes) {
    if (root.kind === 'request' && root.name !== '0') continue;
    const open = [root];
    const seen = new Set<PlacedRoute>(open);
    for (let route = open.pop(); route !== undefined; route = open.pop()) {
      const kinds = reached.get(route) ?? new Map<RouteKind, PlacedRoute>();
      if (!kinds.has(root.kind)) kinds.set(root.kind, root);
      reached.set(route, kinds);
      for (const callee of callees.get(route) ?? []) {
        if (seen.has(callee)) continue;
        seen.add(callee);
        open.push(callee);
      }
    }
  }
  return reached;
}

const calledNames = new WeakMap<Uses, readonly string[]>();

/** The request routes that a body calls by name. */
export function routesCalled(model: ScriptModel, body: RouteBody): readonly PlacedRoute[] {
  let names = calledNames.get(body.uses);
  if (names === undefined) {
    names = namesCalled(body.uses);
    calledNames.set(body.uses, names);
  }
  const found: PlacedRoute[] = [];
  for (const name of names) {
    const target = model.routesByName.get(name)?.[0];
    if (target !== undefined) found.push(target);
  }
  return found;
}

function namesCalled(uses: Uses): readonly string[] {
  const names = new Set<string>();
  if (uses.callNames.has('route')) {
    for (const { call } of uses.calls) {
      const argument = call.args[0];
      if (call.name.text !== 'route' || argument?.token === undefined || argument.kind === 'variable')
        continue;
      names.add(routeKey('request', routeNameOf(argument.token)));
    }
  }
  return [...names];
}
