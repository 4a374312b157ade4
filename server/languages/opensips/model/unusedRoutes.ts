import type { PlacedRoute, ScriptModel } from './model.ts';
import { namedKinds, routesNamed, settingsOf } from './routesNamed.ts';

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
  const named = new Set<string>();
  for (const { bodies } of model.groups) {
    for (const { uses } of bodies) {
      const here = routesNamed(uses);
      // A computed name may be any.
      if (here === undefined) return [];
      for (const name of here) named.add(name);
    }
  }
  for (const name of settingsOf(model.declarations.map(({ item }) => item))) named.add(`any ${name}`);
  return model.routes.flatMap(({ kind, name }, index) => {
    if (!namedKinds.includes(kind) || name === '0') return [];
    return named.has(`${kind} ${name}`) || named.has(`any ${name}`) ? [] : [index];
  });
}
