import type { LanguageSettings, Project } from '../../project.ts';
import { versionIn } from '../../serverVersions.ts';
import { type ModuleFacts, moduleFacts } from '../facts/facts.ts';
import { opensipsVersions } from '../facts/serverVersions.ts';
import { type Version, versionOf } from '../facts/versions.ts';
import type { ScriptTree } from '../reading/parser.ts';
import { type Block, type Route, type RouteKind, routeKinds } from '../syntax/syntax.ts';
import { stringValue, type Token } from '../syntax/token.ts';
import { detectVersion } from './detection.ts';
import { type IncludeFault, type Places, readProject } from './includes.ts';
import type { Place, PlacedItem } from './placed.ts';
import { moduleNameOf } from './placed.ts';

/** A whole script: the root file with everything it includes, in reading order. */
export interface ScriptModel {
  readonly project: Project<ScriptTree>;
  readonly settings: LanguageSettings;
  /** The version whose rules apply. */
  readonly version: Version;
  /** How the version was determined. */
  readonly versionFrom: 'setting' | 'file';
  readonly items: readonly PlacedItem[];
  readonly modules: ReadonlyMap<string, LoadedModule>;
  readonly routes: readonly PlacedRoute[];
  /** Route blocks by kind and name; the main route is `request` with the name `0`. */
  readonly routesByName: ReadonlyMap<string, readonly PlacedRoute[]>;
  /** Includes that were not followed: not found (`missing`), too deep or not looked for. */
  readonly includeFaults: readonly IncludeFault[];
  /** Files that are included inside a route block, so they contain statements. */
  readonly fragments: ReadonlySet<string>;
  /** True when an include was not read, so its definitions are unknown. */
  readonly isPartial: boolean;
  /** False when the script is partial, or a top-level item cannot be parsed: what seems to be missing may exist. */
  readonly isComplete: boolean;
  readonly places: Places;
}

export interface LoadedModule {
  readonly name: string;
  readonly facts: ModuleFacts | undefined;
  /** Its index in `items`. */
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
  /** The names of the modules loaded before it, joined: its functions are looked up there. */
  readonly loadedBefore: string;
}

export function modelOf(
  project: Project<ScriptTree>,
  settings: LanguageSettings,
  previous: ScriptModel | undefined,
): ScriptModel {
  const { items, includeFaults, fragments, isPartial, isBroken, places } = readProject(
    project,
    previous?.places ?? new Map(),
  );
  const wanted = versionOf(versionIn(settings, opensipsVersions));
  const version =
    wanted ??
    detectVersion(items, isPartial, previous?.versionFrom === 'file' ? previous.version : undefined);
  const { modules, routes, routesByName } = readItems(items);
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
    places,
    isPartial,
    isComplete: !isPartial && !isBroken,
  };
}

/** Modules and route blocks of all items, in reading order. */
function readItems(items: readonly PlacedItem[]): Pick<ScriptModel, 'modules' | 'routes' | 'routesByName'> {
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
  return { modules, routes, routesByName };
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

/** load_static_module finds these two by their bare name: they are part of the server, without a file. */
export function isCompiledIn(path: string): boolean {
  return /^proto_(udp|tcp)(\.so)?$/.test(path);
}
