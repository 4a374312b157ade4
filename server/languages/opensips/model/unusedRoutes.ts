import { bodiesOf, perGroup } from './bodies.ts';
import type { PlacedRoute, ScriptModel } from './model.ts';
import { addStringsThatMayName, namedKinds, routesNamed, settingsOf } from './routesNamed.ts';

const unused = new WeakMap<object, readonly number[]>();

/** The route blocks that nothing calls or arms; none while that is unknown. */
export function unusedRoutes(model: ScriptModel): readonly PlacedRoute[] {
  let indexes = unused.get(model.callGraph);
  if (indexes === undefined) {
    indexes = indexesOfUnused(model);
    unused.set(model.callGraph, indexes);
  }
  return indexes.flatMap(index => model.routes[index] ?? []);
}

function indexesOfUnused(model: ScriptModel): readonly number[] {
  if (!model.isComplete) return [];
  const groups = model.groups.map(namedIn);
  // A computed name may be any.
  if (groups.some(({ isComputed }) => isComputed)) return [];
  const named = new Set(groups.flatMap(({ names }) => names));
  const unnamed = [...model.routesByName]
    .filter(([key]) => !named.has(key))
    .flatMap(([, routes]) => routes)
    .filter(({ kind, name }) => namedKinds.includes(kind) && name !== '0');
  if (unnamed.length === 0) return [];
  const strings = new Set(settingsOf(model.declarations.map(({ item }) => item)));
  for (const { uses } of bodiesOf(model)) addStringsThatMayName(strings, uses);
  const found = new Set(unnamed.filter(({ name }) => !strings.has(name)));
  return model.routes.flatMap((route, index) => (found.has(route) ? [index] : []));
}

/** The routes that a group names. */
const namedIn = perGroup(bodies => {
  const named = bodies.map(({ uses }) => routesNamed(uses).all);
  return { names: named.flatMap(names => names ?? []), isComputed: named.includes(undefined) };
});
