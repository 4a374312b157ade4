import { keptText } from '../../../text/remembered.ts';
import { armingFunctions } from '../facts/routeNames.ts';
import type { Item, RouteKind } from '../syntax/syntax.ts';
import { stringValue } from '../syntax/token.ts';
import type { Uses } from '../syntax/uses.ts';
import { type NamesOfScript, routeKey, routeNameOf } from './model.ts';

/** Kinds that must be called or armed; the others run by themselves. */
export const namedKinds: readonly RouteKind[] = ['request', 'failure', 'branch', 'onreply'];

const called = new WeakMap<Uses, readonly string[]>();

/** The keys of the request routes that statements call by name. */
export function routesCalled(uses: Uses): readonly string[] {
  let names = called.get(uses);
  if (names === undefined) {
    names = collectCalled(uses);
    called.set(uses, names);
  }
  return names;
}

function collectCalled(uses: Uses): readonly string[] {
  const names = new Set<string>();
  for (const { call } of uses.calls) {
    const argument = call.args[0];
    if (call.name.text !== 'route' || argument?.token === undefined || argument.kind === 'variable') continue;
    names.add(routeKey('request', routeNameOf(argument.token)));
  }
  return [...names];
}

const named = new WeakMap<Uses, readonly string[] | null>();

/** The routes that statements name, with their kind; `any` before strings that may name one. Undefined for a computed name. */
export function routesNamed(uses: Uses): readonly string[] | undefined {
  let names = named.get(uses);
  if (names === undefined) {
    names = collectNamed(uses) ?? null;
    named.set(uses, names);
  }
  return names ?? undefined;
}

function collectNamed(uses: Uses): readonly string[] | undefined {
  const found = new Set<string>();
  for (const { call } of uses.calls) {
    const keyword = call.name.text;
    const first = call.args[0];
    if (keyword === 'route' && first?.token !== undefined) {
      if (first.kind === 'variable' || first.token.text.includes('$')) return undefined;
      found.add(`request ${routeNameOf(first.token)}`);
    } else if (keyword === 'async' || keyword === 'launch') {
      const resume = call.args[1]?.token;
      if (resume !== undefined) found.add(`request ${routeNameOf(resume)}`);
    } else if (Object.hasOwn(armingFunctions, keyword) && first?.token !== undefined) {
      if (first.kind !== 'string' || first.token.text.includes('$')) return undefined;
      found.add(keptText(`${armingFunctions[keyword] ?? ''} ${stringValue(first.token)}`));
    } else if (keyword !== 'xlog') {
      // Other functions also take route names as strings.
      for (const { kind, token } of call.args)
        if (kind === 'string' && token !== undefined) found.add(keptText(`any ${stringValue(token)}`));
    }
  }
  return [...found];
}

/** Whether two lists of statements name the same of the routes in `names`, in the same order. */
export function namesSameRoutes(one: Uses, other: Uses, names: NamesOfScript): boolean {
  return (
    isSame(routesCalled(one), routesCalled(other)) &&
    isSame(namesThatMatter(one, names), namesThatMatter(other, names))
  );
}

/** Most strings do not name a route. */
function namesThatMatter(uses: Uses, names: NamesOfScript): readonly string[] {
  const found = routesNamed(uses);
  if (found === undefined) return ['$'];
  return found.filter(name => !name.startsWith('any ') || isRoute(name.slice('any '.length), names));
}

function isRoute(name: string, names: NamesOfScript): boolean {
  return namedKinds.some(kind => names.routes(kind).has(name));
}

/** The strings in parameters of modules, any of which may name a route. */
export function settingsOf(items: Iterable<Item>): readonly string[] {
  const found: string[] = [];
  for (const item of items) {
    if (item.type !== 'modparam') continue;
    for (const token of item.value) if (token.kind === 'string') found.push(stringValue(token));
  }
  return found;
}

/** Whether the parameters of modules name the same of the routes in `names`. */
export function settingsNameSameRoutes(
  before: readonly Item[],
  after: readonly Item[],
  names: NamesOfScript,
): boolean {
  const isNamed = (name: string) => isRoute(name, names);
  return isSame(settingsOf(before).filter(isNamed), settingsOf(after).filter(isNamed));
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name, index) => name === other[index]);
}
