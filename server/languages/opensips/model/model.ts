import type { LanguageSettings, Project } from '../../project.ts';
import { versionIn } from '../../serverVersions.ts';
import { type ModuleFacts, moduleFacts } from '../facts/facts.ts';
import { opensipsVersions } from '../facts/serverVersions.ts';
import { type Version, versionOf } from '../facts/versions.ts';
import { fragmentOf, type ScriptTree } from '../reading/parser.ts';
import {
  type Block,
  type Item,
  type Route,
  type RouteKind,
  routeKinds,
  type Statement,
} from '../syntax/syntax.ts';
import { stringValue, type Token } from '../syntax/token.ts';
import { usesOf } from '../syntax/uses.ts';
import { detectVersion } from './detection.ts';
import type { Place, PlacedItem } from './placed.ts';
import { moduleNameOf } from './placed.ts';

/** A whole script: the root file with everything it includes, in reading order. */
export interface ScriptModel {
  readonly project: Project<ScriptTree>;
  readonly settings: LanguageSettings;
  /** The branch whose rules count. */
  readonly version: Version;
  /** How the branch was found. */
  readonly versionFrom: 'setting' | 'file';
  readonly items: readonly PlacedItem[];
  readonly modules: ReadonlyMap<string, LoadedModule>;
  readonly routes: readonly PlacedRoute[];
  /** Route blocks by kind and name; the main route is `request` with the name `0`. */
  readonly routesByName: ReadonlyMap<string, readonly PlacedRoute[]>;
  /** Includes that were not followed: not found (`missing`), too deep or not looked for. */
  readonly includeFaults: readonly IncludeFault[];
  /** Files that are included inside a route block, so that they hold statements. */
  readonly fragments: ReadonlySet<string>;
  /** True when an include was not read, so that what it defines is unknown. */
  readonly isPartial: boolean;
  /** False when it is partial, or an item at the top cannot be understood: what seems to be missing may be there. */
  readonly isComplete: boolean;
}

export interface LoadedModule {
  readonly name: string;
  readonly facts: ModuleFacts | undefined;
  /** Its place in the order of `items`. */
  readonly position: number;
  readonly place: Place;
  readonly path: Token;
}

export interface PlacedRoute {
  readonly place: Place;
  readonly block: Block;
  readonly route: Route;
  readonly kind: RouteKind;
  /** The name; `0` for a block without one. */
  readonly name: string;
  readonly position: number;
  /** The modules loaded before it, by name, joined: what its functions are looked for in. */
  readonly loadedBefore: string;
}

export interface IncludeFault {
  readonly place: Place;
  readonly path: Token;
  readonly kind: 'missing' | 'too-deep' | 'unknown';
}

/** OpenSIPS follows includes this deep. */
const includeDepthLimit = 50;
/** Bounds what hostile includes can cost. */
const itemLimit = 100_000;

export function modelOf(
  project: Project<ScriptTree>,
  settings: LanguageSettings,
  previous: ScriptModel | undefined,
): ScriptModel {
  const items: PlacedItem[] = [];
  const includeFaults: IncludeFault[] = [];
  const fragments = new Set<string>();
  let isPartial = false;
  let isBroken = false;
  const read = (uri: string, depth: number, path: readonly string[]): void => {
    const tree = project.trees.get(uri);
    if (tree === undefined) return;
    tree.blocks.forEach((block, index) => {
      const place = placeOf(uri, tree.starts[index] ?? 0);
      for (const item of block.items) {
        if (items.length > itemLimit) return;
        items.push({ place, block, item });
        if (isUnreadable(item)) isBroken = true;
        if (item.type === 'include') follow(place, item.path, uri, depth, path, false);
        if (item.type === 'route') followInside(place, item.body, uri, depth, path);
      }
      for (const hidden of block.hiddenIncludes) follow(place, hidden, uri, depth, path, true);
    });
  };
  const followInside = (
    place: Place,
    statements: readonly Statement[],
    uri: string,
    depth: number,
    path: readonly string[],
  ): void => {
    for (const include of usesOf(statements).includes) {
      const targets = follow(place, include, uri, depth, path, true);
      for (const target of targets) {
        fragments.add(target);
        const tree = project.trees.get(target);
        if (tree !== undefined && depth < includeDepthLimit && !path.includes(target))
          followInside(placeOf(target, 0), fragmentOf(tree).statements, target, depth + 1, [...path, target]);
      }
    }
  };
  const follow = (
    place: Place,
    include: Token,
    uri: string,
    depth: number,
    path: readonly string[],
    isInside: boolean,
  ): readonly string[] => {
    const targets = project.resolve(uri, include.text);
    if (targets === undefined) {
      isPartial = true;
      includeFaults.push({ place, path: include, kind: 'unknown' });
      return [];
    }
    if (targets.length === 0) {
      isPartial = true;
      includeFaults.push({ place, path: include, kind: 'missing' });
      return [];
    }
    for (const target of targets) {
      if (depth >= includeDepthLimit || path.includes(target)) {
        includeFaults.push({ place, path: include, kind: 'too-deep' });
        continue;
      }
      if (!project.trees.has(target)) isPartial = true;
      if (!isInside) read(target, depth + 1, [...path, target]);
    }
    return targets;
  };
  read(project.root, 0, [project.root]);

  const wanted = versionOf(versionIn(settings, opensipsVersions));
  const version =
    wanted ??
    detectVersion(items, isPartial, previous?.versionFrom === 'file' ? previous.version : undefined);
  const modules = new Map<string, LoadedModule>();
  const routes: PlacedRoute[] = [];
  const routesByName = new Map<string, PlacedRoute[]>();
  let loadedBefore = '';
  items.forEach(({ place, block, item }, position) => {
    if (item.type === 'loadmodule' && item.path !== undefined) {
      const name = moduleNameOf(stringValue(item.path));
      if (modules.has(name)) return;
      modules.set(name, { name, facts: moduleFacts(name), position, place, path: item.path });
      loadedBefore += `${name},`;
    }
    if (item.type !== 'route') return;
    const kind = routeKinds[item.keyword.text] ?? 'request';
    const placed: PlacedRoute = {
      place,
      block,
      route: item,
      kind,
      name: routeNameOf(item.name),
      position,
      loadedBefore,
    };
    routes.push(placed);
    const key = routeKey(kind, placed.name);
    const list = routesByName.get(key);
    if (list === undefined) routesByName.set(key, [placed]);
    else list.push(placed);
  });
  return {
    project,
    settings,
    version,
    versionFrom: wanted === undefined ? 'file' : 'setting',
    items,
    modules,
    routes,
    routesByName,
    includeFaults,
    fragments,
    isPartial,
    isComplete: !isPartial && !isBroken,
  };
}

/** True for an item whose module, route or setting cannot be told. */
function isUnreadable(item: Item): boolean {
  switch (item.type) {
    case 'unknown':
      return true;
    case 'loadmodule':
      return item.path === undefined || item.path.endLine > item.path.line;
    case 'route':
      return item.isMisread === true;
    default:
      return false;
  }
}

export function routeKey(kind: RouteKind, name: string): string {
  return `${kind} ${name}`;
}

/** The name of a route block or of a call: a number without leading zeros, a string without quotes; `0` for the main one. */
export function routeNameOf(token: Token | undefined): string {
  if (token === undefined) return '0';
  if (token.kind === 'string') return stringValue(token);
  return token.kind === 'number' ? String(Number(token.text)) : token.text;
}

/** load_static_module finds these two by their bare name: they are part of the server, and no file is looked for. */
export function isCompiledIn(path: string): boolean {
  return /^proto_(udp|tcp)(\.so)?$/.test(path);
}

const places = new Map<string, Map<number, Place>>();

/** Places are shared, so that they can be compared by identity. */
function placeOf(uri: string, start: number): Place {
  let ofFile = places.get(uri);
  if (ofFile === undefined) {
    if (places.size > 1000) places.clear();
    ofFile = new Map();
    places.set(uri, ofFile);
  }
  let place = ofFile.get(start);
  if (place === undefined) {
    place = { uri, start };
    ofFile.set(start, place);
  }
  return place;
}
