import { appendAll } from '../../../text/longLists.ts';
import type { RouteKind } from '../syntax/syntax.ts';
import { bodiesOfRoute } from './bodies.ts';
import { routeKey, type ScriptModel } from './model.ts';
import { routesNamed } from './routesNamed.ts';

/** The routes that blocks of other kinds reach through route(): by index, the kinds, each with the index of the first such block. */
export function kindsReached(model: ScriptModel): ReadonlyMap<number, ReadonlyMap<RouteKind, number>> {
  const kindsOf = new Map<number, Map<RouteKind, number>>();
  for (const [rootIndex, root] of model.routes.entries()) {
    if (root.kind === 'request') continue;
    const open = [rootIndex];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      const kinds = kindsOf.get(index) ?? new Map<RouteKind, number>();
      // What it calls was reached from this kind then too.
      if (kinds.has(root.kind)) continue;
      kinds.set(root.kind, rootIndex);
      kindsOf.set(index, kinds);
      appendAll(open, calleesOf(model, index));
    }
  }
  return kindsOf;
}

/** The indexes of a route and of every route that it reaches through route(). */
export function closureOf(model: ScriptModel, root: number): ReadonlySet<number> {
  const open = [root];
  const seen = new Set<number>(open);
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    for (const callee of calleesOf(model, index)) {
      if (seen.has(callee)) continue;
      seen.add(callee);
      open.push(callee);
    }
  }
  return seen;
}

interface CallGraph {
  readonly indexes: ReadonlyMap<string, number>;
  /** By the index of the caller, as far as they were asked for. */
  readonly callees: Map<number, readonly number[]>;
}

const known = new WeakMap<object, CallGraph>();

/** The indexes of the routes that a route calls by name. */
function calleesOf(model: ScriptModel, caller: number): readonly number[] {
  let graph = known.get(model.callGraph);
  if (graph === undefined) {
    graph = { indexes: indexesOf(model), callees: new Map() };
    known.set(model.callGraph, graph);
  }
  const { indexes, callees } = graph;
  let found = callees.get(caller);
  if (found === undefined) {
    found = bodiesOfRoute(model, caller)
      .flatMap(({ uses }) => routesNamed(uses).called)
      .flatMap(name => indexes.get(name) ?? []);
    callees.set(caller, found);
  }
  return found;
}

/** The first route of each name. */
function indexesOf({ routes }: ScriptModel): ReadonlyMap<string, number> {
  const indexes = new Map<string, number>();
  for (const [index, { kind, name }] of routes.entries()) {
    const key = routeKey(kind, name);
    if (!indexes.has(key)) indexes.set(key, index);
  }
  return indexes;
}
