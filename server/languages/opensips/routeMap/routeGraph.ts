import { appendAll } from '../../../text/longLists.ts';
import type { CodePlace, EdgeKind, ExitKind, RouteState } from '../../routeMap.ts';
import { armingFunctions } from '../facts/routeNames.ts';
import { bodiesOf } from '../model/bodies.ts';
import { type PlacedRoute, routeKey, routeNameOf, type ScriptModel } from '../model/model.ts';
import { occurrencesOf } from '../model/occurrences.ts';
import { unusedRoutes } from '../model/unusedRoutes.ts';
import { rangeOf } from '../reading/parser.ts';
import { type RouteKind, routeKinds } from '../syntax/syntax.ts';
import { type Span, stringValue, type Token } from '../syntax/token.ts';
import type { CallUse } from '../syntax/uses.ts';
import { exitOf } from './routeExits.ts';

/** The route blocks of a script, how they reach each other, and how a request leaves them. Plain data. */
export interface RouteGraph {
  /** In the order of the script; blocks that are referenced but missing come last. */
  readonly nodes: readonly RouteNode[];
  readonly edges: readonly RouteEdge[];
}

export interface RouteNode {
  /** As in the script: `route[relay]`. */
  readonly title: string;
  readonly kind: RouteKind;
  /** When OpenSIPS itself runs the block, in words such as `every request`; undefined for a block that must be called or armed. */
  readonly entry: string | undefined;
  readonly state: RouteState;
  /** The block; for a missing one, the first reference to it. */
  readonly place: CodePlace;
  readonly exits: readonly RouteExit[];
}

/** All the places of one block where a request leaves the script in one way. */
export interface RouteExit {
  readonly kind: ExitKind;
  /** What happens there, such as `404, 483` for replies. */
  readonly label: string;
  readonly places: readonly CodePlace[];
}

/** All the places in one block that refer to another one in the same way. */
export interface RouteEdge {
  /** Indexes of nodes. */
  readonly from: number;
  readonly to: number;
  readonly kind: EdgeKind;
  readonly places: readonly CodePlace[];
}

/** The map of a script with more blocks is cut, because it would be unreadable. */
export const MOST_NODES = 500;

/** The graph of a whole script, including the blocks of all its files. */
export function routeGraphOf(model: ScriptModel): RouteGraph {
  const shown = model.routes.slice(0, MOST_NODES);
  const indexOf = new Map<PlacedRoute, number>(shown.map((route, index) => [route, index]));
  const unused = unusedNames(model);
  const byModule = namedByModules(model);
  const exits = exitsOf(model, indexOf);
  const { edges, missing } = linksOf(model, indexOf);
  const nodes = shown.map(
    (route, index): RouteNode => ({
      title: titleOf(route.kind, route.name),
      kind: route.kind,
      entry: entryOf(route, byModule),
      state: unused.has(route.route.name ?? route.route.keyword) ? 'unused' : 'used',
      place: codePlace(route.place.uri, route.route, route.place.start),
      exits: exits[index] ?? [],
    }),
  );
  const graph = { nodes: [...nodes, ...missing], edges };
  return model.isPartial || computesNames(model) ? graph : withUnreached(graph);
}

/** The exits of each block that is shown, by its index. */
function exitsOf(
  model: ScriptModel,
  indexOf: ReadonlyMap<PlacedRoute, number>,
): readonly (readonly RouteExit[])[] {
  const found = Array.from(
    { length: indexOf.size },
    () => new Map<ExitKind, { readonly labels: Set<string>; readonly places: CodePlace[] }>(),
  );
  for (const { route, place, uses } of bodiesOf(model)) {
    const own = found[indexOf.get(route) ?? -1];
    if (own === undefined) continue;
    for (const { call } of uses.calls) {
      const exit = exitOf(call);
      if (exit === undefined) continue;
      const kept = own.get(exit.kind) ?? { labels: new Set<string>(), places: [] };
      own.set(exit.kind, kept);
      kept.labels.add(exit.label);
      kept.places.push(codePlace(place.uri, call, place.start));
    }
  }
  return found.map(own =>
    exitOrder.flatMap(kind => {
      const exit = own.get(kind);
      return exit === undefined ? [] : [{ kind, label: [...exit.labels].join(', '), places: exit.places }];
    }),
  );
}

/** The edges, and the blocks that are referenced but missing: their indexes follow those of the blocks that are shown. */
function linksOf(
  model: ScriptModel,
  indexOf: ReadonlyMap<PlacedRoute, number>,
): { readonly edges: readonly RouteEdge[]; readonly missing: readonly RouteNode[] } {
  const missing = new Map<string, { readonly index: number; readonly node: RouteNode }>();
  const edges = new Map<string, RouteEdge & { readonly places: CodePlace[] }>();
  const nodeFor = ({ block, name, isOptional }: Target, place: CodePlace): number | undefined => {
    const key = routeKey(block, name);
    const found = model.routesByName.get(key)?.[0];
    if (found !== undefined) return indexOf.get(found);
    if (isOptional) return undefined;
    const known = missing.get(key)?.index;
    const index = indexOf.size + missing.size;
    if (known !== undefined || index >= MOST_NODES) return known;
    const title = titleOf(block, name);
    const node: RouteNode = { title, kind: block, entry: undefined, state: 'missing', place, exits: [] };
    missing.set(key, { index, node });
    return index;
  };
  for (const { route, place, uses } of bodiesOf(model)) {
    const from = indexOf.get(route);
    if (from === undefined) continue;
    for (const use of uses.calls) {
      for (const target of targetsOf(use)) {
        const at = codePlace(place.uri, use.call, place.start);
        const to = nodeFor(target, at);
        if (to === undefined) continue;
        const key = `${from} ${to} ${target.kind}`;
        const known = edges.get(key);
        if (known === undefined) edges.set(key, { from, to, kind: target.kind, places: [at] });
        else known.places.push(at);
      }
    }
  }
  return { edges: [...edges.values()], missing: [...missing.values()].map(({ node }) => node) };
}

/** Marks the blocks that no path from an entry leads to. A block that seems unused may be named in a string, so it counts as an entry. */
function withUnreached({ nodes, edges }: RouteGraph): RouteGraph {
  const following: number[][] = nodes.map(() => []);
  const isNamed = nodes.map(() => false);
  for (const { from, to } of edges) {
    following[from]?.push(to);
    if (from !== to) isNamed[to] = true;
  }
  const reached = new Set<number>();
  const open = nodes.flatMap(({ entry, state }, index) =>
    entry !== undefined || (isNamed[index] === false && state === 'used') ? [index] : [],
  );
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (reached.has(index)) continue;
    reached.add(index);
    appendAll(open, following[index] ?? []);
  }
  const judged = nodes.map(
    (node, index): RouteNode =>
      node.state === 'used' && !reached.has(index) ? { ...node, state: 'unreached' } : node,
  );
  return { nodes: judged, edges };
}

/** True when a name is computed at run time: it may be the name of any block. */
function computesNames(model: ScriptModel): boolean {
  return bodiesOf(model).some(({ uses }) =>
    uses.calls.some(
      ({ call }) =>
        (call.name.text === 'route' || Object.hasOwn(armingFunctions, call.name.text)) &&
        call.args[0]?.token?.text.includes('$') === true,
    ),
  );
}

const exitOrder: readonly ExitKind[] = ['relay', 'reply', 'drop', 'exit'];

interface Target {
  readonly kind: EdgeKind;
  readonly block: RouteKind;
  readonly name: string;
  /** A name that means nothing when no block has it. */
  readonly isOptional: boolean;
}

/** The blocks that a call names. A computed name could be any block, so none is listed. */
function targetsOf({ call }: CallUse): readonly Target[] {
  const keyword = call.name.text;
  const named = (position: number, kind: EdgeKind, block: RouteKind, isOptional = false): Target[] => {
    const argument = call.args[position];
    const token = argument?.token;
    if (argument === undefined || token === undefined || token.text.includes('$')) return [];
    if (!['string', 'number', 'name'].includes(argument.kind)) return [];
    return [{ kind, block, name: routeNameOf(token), isOptional }];
  };
  if (keyword === 'route') return named(0, 'call', 'request');
  if (keyword === 'async' || keyword === 'launch') return named(1, 'resume', 'request');
  if (keyword === 'raise_event') return named(0, 'event', 'event', true);
  const block = Object.hasOwn(armingFunctions, keyword) ? armingFunctions[keyword] : undefined;
  if (block === undefined) return [];
  return named(0, armedKinds[block] ?? 'dialog', block);
}

const armedKinds: Readonly<Partial<Record<RouteKind, EdgeKind>>> = {
  failure: 'failure',
  onreply: 'reply',
  branch: 'branch',
};

/** When OpenSIPS runs a block that no other block needs to call. */
export function entryOf(route: PlacedRoute, byModule: ReadonlyMap<string, string>): string | undefined {
  const { kind, name } = route;
  switch (kind) {
    case 'request':
      if (name === '0') return 'every request';
      break;
    case 'onreply':
      if (name === '0') return 'every reply';
      break;
    case 'error':
      return 'a message that cannot be parsed';
    case 'local':
      return 'requests of OpenSIPS itself';
    case 'startup':
      return 'at startup';
    case 'timer': {
      const { interval } = route.route;
      return interval === undefined ? 'timer' : `every ${interval.text} s`;
    }
    case 'event':
      return 'event';
    default:
  }
  const module = byModule.get(routeKey(kind, name));
  return module === undefined ? undefined : `module ${module}`;
}

/** Blocks that module parameters name, with the module. */
export function namedByModules(model: ScriptModel): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { block, item } of model.declarations) {
    if (item.type !== 'modparam' || item.module === undefined) continue;
    for (const { kind, role, key, token } of occurrencesOf(block)) {
      if (kind === 'route' && role === 'use' && item.value.includes(token))
        found.set(key, stringValue(item.module));
    }
  }
  return found;
}

/** The names of the blocks that nothing calls or arms. */
function unusedNames(model: ScriptModel): ReadonlySet<Span> {
  return new Set(unusedRoutes(model).map(({ route }) => route.name ?? route.keyword));
}

function titleOf(kind: RouteKind, name: string): string {
  const keyword = Object.keys(routeKinds).find(word => routeKinds[word] === kind) ?? kind;
  return name === '0' ? keyword : `${keyword}[${name}]`;
}

function codePlace(uri: string, span: Span | Token, start: number): CodePlace {
  const range = rangeOf(span, start);
  return {
    uri,
    line: range.start.line,
    endLine: range.end.line,
    column: range.start.character,
  };
}
