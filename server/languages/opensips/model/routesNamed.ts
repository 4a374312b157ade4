import { keptText } from '../../../text/remembered.ts';
import { armingFunctions } from '../facts/routeNames.ts';
import type { Item, RouteKind } from '../syntax/syntax.ts';
import { stringValue } from '../syntax/token.ts';
import type { Uses } from '../syntax/uses.ts';
import { type NamesOfScript, routeKey, routeNameOf } from './model.ts';

/** Kinds that must be called or armed; the others run by themselves. */
export const namedKinds: readonly RouteKind[] = ['request', 'failure', 'branch', 'onreply'];

interface NamedRoutes {
  /** The keys of the request routes that are called by name. */
  readonly called: readonly string[];
  /** Those and the routes that are armed or resumed; undefined if a name is computed. */
  readonly all: readonly string[] | undefined;
}

/** The routes that statements name as routes. */
export function routesNamed({ calls }: Uses): NamedRoutes {
  const called: string[] = [];
  const others: string[] = [];
  let isComputed = false;
  for (const { call } of calls) {
    const keyword = call.name.text;
    if (!mayNameRoutes.has(keyword)) continue;
    const [first, second] = call.args;
    if (keyword === 'route' && first?.token !== undefined) {
      isComputed ||= first.kind === 'variable' || first.token.text.includes('$');
      if (first.kind !== 'variable') called.push(routeKey('request', routeNameOf(first.token)));
    } else if (keyword === 'async' || keyword === 'launch') {
      if (second?.token !== undefined) others.push(routeKey('request', routeNameOf(second.token)));
    } else if (Object.hasOwn(armingFunctions, keyword) && first?.token !== undefined) {
      isComputed ||= first.kind !== 'string' || first.token.text.includes('$');
      others.push(keptText(`${armingFunctions[keyword] ?? ''} ${stringValue(first.token)}`));
    }
  }
  return { called, all: isComputed ? undefined : [...called, ...others] };
}

const mayNameRoutes = new Set(['route', 'async', 'launch', ...Object.keys(armingFunctions)]);

/** Adds the strings that may name a route: other functions also take names of routes. */
export function addStringsThatMayName(found: Set<string>, { calls }: Uses): void {
  for (const { call } of calls) {
    if (namingKeywords.has(call.name.text)) continue;
    for (const { kind, token } of call.args)
      if (kind === 'string' && token !== undefined) found.add(stringValue(token));
  }
}

/** Calls whose strings are something else, or are known to be a name. */
const namingKeywords = new Set([...mayNameRoutes, 'xlog']);

/** Whether two lists of statements name the same of the routes in `names`, in the same order. */
export function namesSameRoutes(one: Uses, other: Uses, names: NamesOfScript): boolean {
  return (
    isSame(routesNamed(one).called, routesNamed(other).called) &&
    isSame(namesThatMatter(one, names), namesThatMatter(other, names))
  );
}

/** Most strings do not name a route. */
function namesThatMatter(uses: Uses, names: NamesOfScript): readonly string[] {
  const named = routesNamed(uses).all;
  if (named === undefined) return ['$'];
  const strings = new Set<string>();
  addStringsThatMayName(strings, uses);
  return [...named, ...[...strings].filter(name => isRoute(name, names))];
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
