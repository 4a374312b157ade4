import { message } from '../../../../rules/rule.ts';
import { keywordCommands } from '../../facts/reserved.ts';
import { keywordOf } from '../../facts/routeNames.ts';
import { signatureIn } from '../../facts/signatures.ts';
import { bodiesOfRoute } from '../../model/bodies.ts';
import type { ScriptModel } from '../../model/model.ts';
import { kindsReached } from '../../model/routeReach.ts';
import { worldOf } from '../../model/world.ts';
import type { RouteKind } from '../../syntax/syntax.ts';
import type { ScriptRule } from '../rule.ts';

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
  *check(model) {
    for (const { index, kinds } of reachedFromOthers(model)) {
      const route = model.routes[index];
      if (route === undefined) continue;
      const world = worldOf(model.version, route.loadedBefore);
      const calls = bodiesOfRoute(model, index).flatMap(({ uses, place }) =>
        uses.calls.map(use => ({ ...use, place })),
      );
      for (const { call, within, place } of calls) {
        if (within !== undefined || keywordCommands.has(call.name.text)) continue;
        const owners = world.functions(call.name.text);
        const owner = owners.find(one => allows(one.facts, model, 'request'));
        if (owner === undefined) continue;
        for (const [kind, fromIndex] of kinds) {
          const from = model.routes[fromIndex];
          if (from === undefined || allows(owner.facts, model, kind)) continue;
          yield {
            place,
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

/** A request route that blocks of other kinds reach through route(): for each kind, the index of the first such block. */
interface Reached {
  readonly index: number;
  readonly kinds: ReadonlyMap<RouteKind, number>;
}

const reached = new WeakMap<object, readonly Reached[]>();

function reachedFromOthers(model: ScriptModel): readonly Reached[] {
  let found = reached.get(model.callGraph);
  if (found === undefined) {
    found = [...kindsReached(model)]
      .filter(([index]) => model.routes[index]?.kind === 'request')
      .map(([index, kinds]) => ({ index, kinds }))
      .sort((a, b) => a.index - b.index);
    reached.set(model.callGraph, found);
  }
  return found;
}
