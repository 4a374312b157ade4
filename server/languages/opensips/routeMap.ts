import { bodiesOf } from './check.ts';
import type { PlacedRoute, ScriptModel } from './model.ts';
import { occurrencesOf } from './occurrences.ts';
import { keywordOf } from './rules/function-in-wrong-route.ts';
import type { RouteKind } from './syntax.ts';
import { holds } from './view.ts';

/** The route blocks of a script with their ways out, laid out in columns from left to right. Lengths are pixels. */
export interface RouteMap {
  readonly nodes: readonly RouteNode[];
  readonly edges: readonly RouteEdge[];
  readonly width: number;
  readonly height: number;
}

export interface RouteNode {
  readonly title: string;
  readonly kind: RouteKind;
  /** Where the block stands. */
  readonly uri: string;
  readonly line: number;
  /** How a message leaves the script here. */
  readonly exits: readonly RouteExit[];
  /** Runs by itself; other blocks are called or armed. */
  readonly isEntry: boolean;
  readonly isReached: boolean;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type RouteExit = 'relay' | 'reply' | 'drop';

export interface RouteEdge {
  /** Places in `nodes`. */
  readonly from: number;
  readonly to: number;
  /** `calls`, or what has to happen first. */
  readonly label: string;
  readonly isArmed: boolean;
  /** Where the first of these calls stands. */
  readonly uri: string;
  readonly line: number;
}

const nodeWidth = 180;
const nodeHeight = 46;
const columnGap = 90;
const rowGap = 18;
const margin = 16;
/** More blocks than this make no picture that anybody reads. */
const nodeLimit = 400;

export function routeMapOf(model: ScriptModel): RouteMap {
  const routes = model.routes.slice(0, nodeLimit);
  const indexes = new Map<PlacedRoute, number>(routes.map((route, index) => [route, index]));
  const edges = edgesOf(model, indexes);
  const columns = columnsOf(routes, edges);
  const rows = new Map<number, number>();
  const exits = exitsOf(model);
  const nodes = routes.map((route, index): RouteNode => {
    const column = columns[index] ?? -1;
    const row = rows.get(column) ?? 0;
    rows.set(column, row + 1);
    return {
      title:
        route.route.name === undefined ? keywordOf(route.kind) : `${keywordOf(route.kind)}[${route.name}]`,
      kind: route.kind,
      uri: route.place.uri,
      line: route.place.start + route.route.line,
      exits: exits.get(route) ?? [],
      isEntry: isEntry(route),
      isReached: column >= 0,
      x: margin + Math.max(0, column) * (nodeWidth + columnGap),
      y: margin + row * (nodeHeight + rowGap),
      width: nodeWidth,
      height: nodeHeight,
    };
  });
  const placed = withUnreachedBelow(nodes);
  return {
    nodes: placed,
    edges,
    width: margin + Math.max(0, ...placed.map(node => node.x + node.width)),
    height: margin + Math.max(0, ...placed.map(node => node.y + node.height)),
  };
}

/** The model of a script, when a model of any language is one. */
export function scriptInModel(model: object): ScriptModel | undefined {
  return isScriptModel(model) ? model : undefined;
}

function isScriptModel(model: object): model is ScriptModel {
  return 'routesByName' in model && 'versionFrom' in model && 'items' in model;
}

function isEntry(route: PlacedRoute): boolean {
  if (route.kind === 'failure' || route.kind === 'branch') return false;
  return route.name === '0' || (route.kind !== 'request' && route.kind !== 'onreply');
}

function edgesOf(model: ScriptModel, indexes: ReadonlyMap<PlacedRoute, number>): RouteEdge[] {
  const edges = new Map<string, RouteEdge>();
  for (const [route, from] of indexes) {
    for (const one of occurrencesOf(route.block)) {
      if (one.kind !== 'route' || one.role !== 'use') continue;
      if (!holds(route.route, { line: one.span.line, column: one.span.start })) continue;
      const target = model.routesByName.get(one.key)?.[0];
      const to = target === undefined ? undefined : indexes.get(target);
      if (target === undefined || to === undefined || edges.has(`${from} ${to}`)) continue;
      edges.set(`${from} ${to}`, {
        from,
        to,
        label: labels[target.kind] ?? 'calls',
        isArmed: target.kind !== 'request',
        uri: route.place.uri,
        line: route.place.start + one.span.line,
      });
    }
  }
  return [...edges.values()];
}

const labels: Readonly<Partial<Record<RouteKind, string>>> = {
  failure: 'on failure',
  onreply: 'on reply',
  branch: 'each branch',
};

/** For each route how many steps it is from the nearest entry; -1 when nothing leads to it. */
function columnsOf(routes: readonly PlacedRoute[], edges: readonly RouteEdge[]): number[] {
  const columns = routes.map(() => -1);
  const targets = new Map<number, number[]>();
  for (const { from, to } of edges) targets.set(from, [...(targets.get(from) ?? []), to]);
  let open = routes.flatMap((route, index) => (isEntry(route) ? [index] : []));
  for (let column = 0; open.length > 0; column++) {
    const next: number[] = [];
    for (const index of open) {
      if ((columns[index] ?? 0) >= 0) continue;
      columns[index] = column;
      next.push(...(targets.get(index) ?? []));
    }
    open = next;
  }
  return columns;
}

const exitFunctions: Readonly<Record<string, RouteExit>> = {
  t_relay: 'relay',
  forward: 'relay',
  t_replicate: 'relay',
  send: 'relay',
  b2b_init_request: 'relay',
  send_reply: 'reply',
  sl_send_reply: 'reply',
  sl_reply_error: 'reply',
  t_reply: 'reply',
  t_reply_with_body: 'reply',
  send_reply_with_body: 'reply',
  www_challenge: 'reply',
  proxy_challenge: 'reply',
  save: 'reply',
  options_reply: 'reply',
  drop: 'drop',
};

function exitsOf(model: ScriptModel): ReadonlyMap<PlacedRoute, readonly RouteExit[]> {
  const found = new Map<PlacedRoute, RouteExit[]>();
  for (const { route, uses } of bodiesOf(model)) {
    const exits = found.get(route) ?? [];
    for (const name of uses.callNames) {
      const exit = Object.hasOwn(exitFunctions, name) ? exitFunctions[name] : undefined;
      if (exit !== undefined && !exits.includes(exit)) exits.push(exit);
    }
    found.set(route, exits);
  }
  return found;
}

/** Blocks that nothing leads to stand below all others. */
function withUnreachedBelow(nodes: readonly RouteNode[]): RouteNode[] {
  const reached = nodes.filter(node => node.isReached);
  const below = reached.length === 0 ? 0 : Math.max(...reached.map(node => node.y + node.height)) + rowGap;
  return nodes.map(node => (node.isReached ? node : { ...node, y: node.y + below }));
}
