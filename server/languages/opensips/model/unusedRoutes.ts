import { armingFunctions } from '../facts/routeNames.ts';
import type { RouteKind } from '../syntax/syntax.ts';
import { stringValue } from '../syntax/token.ts';
import type { Uses } from '../syntax/uses.ts';
import { type PlacedRoute, routeNameOf, type ScriptModel } from './model.ts';

/** Kinds that must be called or armed; the others run by themselves. */
const namedKinds: readonly RouteKind[] = ['request', 'failure', 'branch', 'onreply'];

/** The route blocks that nothing calls or arms; none while that is unknown. `bodies` are all statements. */
export function unusedRoutes(
  model: ScriptModel,
  bodies: readonly { readonly uses: Uses }[],
): readonly PlacedRoute[] {
  if (!model.isComplete) return [];
  const named = new Set<string>();
  for (const { uses } of bodies) {
    const here = namesUsed(uses);
    // A computed name may be any.
    if (here === undefined) return [];
    for (const name of here) named.add(name);
  }
  for (const { item } of model.items)
    if (item.type === 'modparam')
      for (const token of item.value) if (token.kind === 'string') named.add(`any ${stringValue(token)}`);
  return model.routes.filter(
    ({ kind, name }) =>
      namedKinds.includes(kind) && name !== '0' && !named.has(`${kind} ${name}`) && !named.has(`any ${name}`),
  );
}

const known = new WeakMap<Uses, ReadonlySet<string> | null>();

/** The routes that statements name, with their kind; `any` before strings that may name one. Undefined for a computed name. */
function namesUsed(uses: Uses): ReadonlySet<string> | undefined {
  let names = known.get(uses);
  if (names === undefined) {
    names = collectNames(uses) ?? null;
    known.set(uses, names);
  }
  return names ?? undefined;
}

function collectNames(uses: Uses): ReadonlySet<string> | undefined {
  const named = new Set<string>();
  for (const { call } of uses.calls) {
    const keyword = call.name.text;
    const first = call.args[0];
    if (keyword === 'route' && first?.token !== undefined) {
      if (first.kind === 'variable' || first.token.text.includes('$')) return undefined;
      named.add(`request ${routeNameOf(first.token)}`);
    } else if (keyword === 'async' || keyword === 'launch') {
      const resume = call.args[1]?.token;
      if (resume !== undefined) named.add(`request ${routeNameOf(resume)}`);
    } else if (Object.hasOwn(armingFunctions, keyword) && first?.token !== undefined) {
      if (first.kind !== 'string' || first.token.text.includes('$')) return undefined;
      named.add(`${armingFunctions[keyword] ?? ''} ${stringValue(first.token)}`);
    } else if (keyword !== 'xlog') {
      // Other functions also take route names as strings.
      for (const { kind, token } of call.args)
        if (kind === 'string' && token !== undefined) named.add(`any ${stringValue(token)}`);
    }
  }
  return named;
}
