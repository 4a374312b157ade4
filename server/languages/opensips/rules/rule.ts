import type { RuleInfo } from '../../../rules/rule.ts';
import type { Finding, Fix, LocalFinding } from '../model/finding.ts';
import type { LoadedModules } from '../model/loadedModules.ts';
import type { ScriptModel } from '../model/model.ts';
import type { PlacedItem } from '../model/placed.ts';
import type { ResolvedCall } from '../model/typecheck.ts';
import type { World } from '../model/world.ts';
import type { Global, LoadModule, ModuleParameter, RouteKind, Statement } from '../syntax/syntax.ts';
import type { Span, Token } from '../syntax/token.ts';
import type { Uses } from '../syntax/uses.ts';

export type { Finding, Fix, LocalFinding } from '../model/finding.ts';

/** The statements of one route block, or of a file included inside one, with the names that they can use. */
export interface RouteSubject {
  readonly statements: readonly Statement[];
  readonly uses: Uses;
  /** The calls in `uses` with the function they resolve to, without keywords. */
  readonly resolved: readonly ResolvedCall[];
  /** The kind of the block; a file included inside several kinds counts for the first of them. */
  readonly kind: RouteKind;
  readonly name: string;
  readonly keyword: Token | undefined;
  readonly world: World;
  readonly names: RouteNames;
}

/** The names in the rest of the script, as rules about route blocks ask for them. */
export interface RouteNames {
  /** False when something was not read, so that names may be defined there. */
  readonly isComplete: boolean;
  hasRoute(kind: RouteKind, name: string): boolean;
  /** All names of a kind, for guesses: another route anywhere means that the block is checked again. */
  routeNames(kind: RouteKind): Iterable<string>;
}

/** Checks route blocks one by one. The result may depend only on the subject: it is cached while the block, the
 * modules before it and the answers about names stay the same.
 */
export interface RouteRule extends RuleInfo {
  readonly on: 'route';
  /** Functions and keywords: where none of them is called, the rule finds nothing, so it is not asked. */
  readonly calls?: readonly string[];
  /** A list: generators would take longer than what most rules look at in a block. */
  check(subject: RouteSubject): readonly LocalFinding[];
}

/** Checks one global parameter. */
export interface GlobalRule extends RuleInfo {
  readonly on: 'global';
  check(item: Global, model: ScriptModel): Iterable<LocalFinding> | undefined;
}

/** Checks one `loadmodule`. */
export interface LoadModuleRule extends RuleInfo {
  readonly on: 'loadmodule';
  check(item: LoadModule, placed: PlacedItem, model: ScriptModel): Iterable<LocalFinding> | undefined;
}

/** Checks one `modparam`; `loaded` holds the names of the modules loaded before it. */
export interface ModuleParameterRule extends RuleInfo {
  readonly on: 'modparam';
  check(item: ModuleParameter, loaded: LoadedModules, model: ScriptModel): Iterable<LocalFinding> | undefined;
}

/** Checks the script as a whole; runs after every change, so it may look at every route only with the help of `bodies.ts`. */
export interface ScriptRule extends RuleInfo {
  readonly on: 'script';
  /** Functions and keywords: if none of them is called, the rule finds nothing, so it is not asked. */
  readonly calls?: readonly string[];
  /** The same for modules that are loaded. */
  readonly modules?: readonly string[];
  check(model: ScriptModel): Iterable<Finding> | undefined;
}

/** Reports a problem that the parser found. */
export interface SyntaxRule extends RuleInfo {
  readonly on: 'syntax';
}

export type OpensipsRule =
  | RouteRule
  | GlobalRule
  | LoadModuleRule
  | ModuleParameterRule
  | ScriptRule
  | SyntaxRule;

/** A fix that replaces one range. */
export function replacing(title: string, span: Span, text: string, isPreferred = false): Fix {
  return { title, edits: [{ span, text }], ...(isPreferred ? { isPreferred } : {}) };
}
