import { type PlacedRoute, type RoutesByName, routeKey, type ScriptModel } from '../model.ts';

/** The route block for requests with a name; `0` is the main one. */
export type RouteNamed = (name: string) => PlacedRoute | undefined;

/**
 * Computes what follows from the blocks that a request reaches, which `compute` looks up by their names, again only once one of them
 * has changed.
 */
export function perReachedRoutes<Value>(
  compute: (model: ScriptModel, routeNamed: RouteNamed) => Value,
): (model: ScriptModel) => Value {
  const known = new WeakMap<RoutesByName, { readonly value: Value; readonly reached: Reached }>();
  return model => {
    const { routesByName } = model;
    const routeNamed: RouteNamed = name => routesByName.get(routeKey('request', name))?.[0];
    const kept = known.get(routesByName);
    if (kept !== undefined && [...kept.reached].every(([name, route]) => routeNamed(name) === route))
      return kept.value;
    const reached = new Map<string, PlacedRoute | undefined>();
    const value = compute(model, name => {
      const route = routeNamed(name);
      reached.set(name, route);
      return route;
    });
    known.set(routesByName, { value, reached });
    return value;
  };
}

type Reached = ReadonlyMap<string, PlacedRoute | undefined>;
