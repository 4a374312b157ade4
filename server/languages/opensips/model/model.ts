import type { LanguageSettings, Project } from '../../project.ts';
import type { ModuleFacts } from '../facts/facts.ts';
import type { ScriptTree } from '../reading/parser.ts';
import type { Block, Route, RouteKind, Statement } from '../syntax/syntax.ts';
import { stringValue, type Token } from '../syntax/token.ts';
import type { Uses } from '../syntax/uses.ts';
import type { Misfits, VersionOfScript } from './detection.ts';
import type { IncludeFault, Places } from './includes.ts';
import type { Place, PlacedItem } from './placed.ts';
import type { PrivateNames } from './privateNames.ts';

/** A whole script: the root file with everything it includes, in reading order. */
export interface ScriptModel extends VersionOfScript {
  readonly project: Project<ScriptTree>;
  readonly settings: LanguageSettings;
  readonly items: readonly PlacedItem[];
  /** The items that are not route blocks. */
  readonly declarations: readonly PlacedItem[];
  readonly modules: ReadonlyMap<string, LoadedModule>;
  /** Modules, functions and parameters that upstream does not have. */
  readonly privateNames: PrivateNames;
  readonly routes: readonly PlacedRoute[];
  /** Route blocks by kind and name; the main route is `request` with the name `0`. */
  readonly routesByName: RoutesByName;
  /** The statements of the route blocks. */
  readonly groups: readonly RouteGroup[];
  /** What follows only from which routes name each other is kept with this object: it stays the same as long as they do. */
  readonly callGraph: object;
  /** The names that route blocks can use. */
  readonly names: NamesOfScript;
  /** How many forms of the script each version refuses. */
  readonly misfits: Misfits;
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

/** Changed in place after an edit inside routes. */
export type RoutesByName = Map<string, PlacedRoute[]>;

/** The names in the rest of the script that a route block can use. */
export interface NamesOfScript {
  /** Names of the route blocks of a kind. */
  routes(kind: RouteKind): ReadonlySet<string>;
  /** False when something was not read, so that names may be defined there. */
  readonly isComplete: boolean;
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
  /** The names of the modules loaded before it, joined: its functions are looked up there. */
  readonly loadedBefore: string;
}

/** Statements in a file: those of a route block, or of a file included inside it. */
export interface RouteBody {
  readonly place: Place;
  readonly route: PlacedRoute;
  readonly statements: readonly Statement[];
  readonly uses: Uses;
}

/**
 * A few consecutive route blocks with their statements. After an edit inside a route, all other groups are the same objects:
 * what follows from a group alone is kept with it.
 */
export interface RouteGroup {
  readonly bodies: readonly RouteBody[];
  /** The names of all functions and keywords that are called in it. */
  readonly callNames: ReadonlySet<string>;
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
