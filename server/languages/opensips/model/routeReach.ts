import { appendAll } from '../../../text/longLists.ts';
import type { RouteKind } from '../syntax/syntax.ts';
import type { ScriptModel } from './model.ts';
import { routesCalled } from './routesNamed.ts';

/** For each route by its index, the kinds of block that reach it through route(), each with the index of the first such block. */
export function kindsReached(model: ScriptModel): ReadonlyMap<number, ReadonlyMap<RouteKind, number>> {
  const callees = calleesOf(model);
  const kindsOf = new Map<number, Map<RouteKind, number>>();
  for (const [rootIndex, root] of model.routes.entries()) {
    if (root.kind === 'request' && root.name !== '0') continue;
    const open = [rootIndex];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      const kinds = kindsOf.get(index) ?? new Map<RouteKind, number>();
      // What it calls was reached from this kind then too.
      if (kinds.has(root.kind)) continue;
      kinds.set(root.kind, rootIndex);
      kindsOf.set(index, kinds);
      appendAll(open, callees[index] ?? []);
    }
  }
  return kindsOf;
}

/** The indexes of a route and of every route that it reaches through route(). */
export function closureOf(model: ScriptModel, root: number): ReadonlySet<number> {
  const callees = calleesOf(model);
  const open = [root];
  const seen = new Set<number>(open);
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    for (const callee of callees[index] ?? []) {
      if (seen.has(callee)) continue;
      seen.add(callee);
      open.push(callee);
    }
  }
  return seen;
}

const known = new WeakMap<object, readonly (readonly number[])[]>();

/** For each route, the indexes of the routes that it calls by name. */
function calleesOf(model: ScriptModel): readonly (readonly number[])[] {
  let callees = known.get(model.callGraph);
  if (callees === undefined) {
    callees = collectCallees(model);
    known.set(model.callGraph, callees);
  }
  return callees;
}

function collectCallees({ routes, groups, routesByName }: ScriptModel): readonly (readonly number[])[] {
  const indexOf = new Map(routes.map((route, index) => [route, index]));
  const callees = routes.map((): number[] => []);
  for (const { bodies } of groups) {
    for (const { route, uses } of bodies) {
      const list = callees[indexOf.get(route) ?? -1];
      for (const name of routesCalled(uses)) {
        const target = routesByName.get(name)?.[0];
        const to = target === undefined ? undefined : indexOf.get(target);
        if (to !== undefined) list?.push(to);
      }
    }
  }
  return callees;
}
