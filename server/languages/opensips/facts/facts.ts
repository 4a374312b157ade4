import core from '../../../facts/opensips/core.json';
import { moduleFactsByName } from '../../../facts/opensips/index.ts';
import type { RouteKind } from '../syntax/syntax.ts';
import { isAtLeast, type Version } from './versions.ts';

/** When something was added and removed; a missing `since` means "as long as its module". */
export interface Lifetime {
  readonly since?: string;
  readonly removed?: string;
  readonly absentIn?: readonly string[];
  /** What replaced it. */
  readonly replacedBy?: string;
}

export interface GlobalFacts extends Lifetime {
  readonly name: string;
  readonly type: string;
  readonly default?: unknown;
  readonly allowed?: unknown;
  readonly option?: string;
  readonly deprecatedSince?: string;
  readonly sameAs?: readonly string[];
  readonly description?: string;
  /** What can go wrong for the security of the server; its first sentence is the reason. */
  readonly risk?: string;
}

export type ParameterType = 'str' | 'int' | 'var' | 'regex';

export interface FunctionParameter {
  readonly name?: string;
  readonly type: ParameterType;
  readonly optional?: boolean;
  /** A variable that the function writes. */
  readonly out?: boolean;
  /** The variable is an `$avp(...)`. */
  readonly avp?: boolean;
  /** The text is used unchanged: `$` in it has no meaning. */
  readonly noExpand?: boolean;
  /** Variables are not allowed, not even inside the text. */
  readonly const?: boolean;
}

export interface FunctionFacts extends Lifetime {
  readonly name: string;
  readonly params?: readonly FunctionParameter[];
  readonly routes?: 'all' | readonly RouteKind[];
  /** The form up to a version, where it differs. `params` are types, with `?` before optional ones. */
  readonly changed?: readonly {
    readonly upTo: string;
    readonly params?: readonly string[];
    readonly argCounts?: readonly string[];
    readonly routes?: 'all' | readonly RouteKind[];
  }[];
  /** The numbers of arguments that it takes in versions before 3.0, where arguments have no types. */
  readonly argCounts?: readonly string[];
  readonly overloads?: readonly (readonly FunctionParameter[])[];
  readonly async?: boolean;
  readonly asyncOnly?: boolean;
  readonly undocumented?: boolean;
  readonly description?: string;
  /** What can go wrong for the security of the server; its first sentence is the reason. */
  readonly risk?: string;
}

export interface VariableFacts extends Lifetime {
  readonly name: string;
  readonly writable: boolean;
  readonly inner: 'none' | 'optional' | 'required';
  /** True if it takes a number, `*` or a variable in brackets. */
  readonly index?: boolean;
  /** Words that it takes in brackets, in any case. */
  readonly indexWords?: 'any' | readonly string[];
  /** Words that can follow the index and a slash. */
  readonly indexSuffixes?: readonly string[];
  readonly description?: string;
  /** What can go wrong for the security of the server; its first sentence is the reason. */
  readonly risk?: string;
}

export interface TransformationFacts extends Lifetime {
  readonly cls: string;
  readonly name: string;
  readonly args?: readonly string[];
  readonly description?: string;
}

export type ModuleParameterType = 'str' | 'int' | 'int|str';

export interface ModuleParameterFacts extends Lifetime {
  readonly name: string;
  readonly type: ModuleParameterType;
  /** What it took up to a version, where that differs. */
  readonly typeUpTo?: { readonly upTo: string; readonly type: ModuleParameterType };
  readonly default?: unknown;
  /** The module has a function for each line that sets it, so that lines can add up; otherwise the last one wins. */
  readonly handler?: boolean;
  readonly undocumented?: boolean;
  readonly description?: string;
  /** What can go wrong for the security of the server; its first sentence is the reason. */
  readonly risk?: string;
  /** The module refuses to start without it, measured since a version, unless one of these parameters of the module, or globals, is set,
   * or that other module is loaded.
   */
  readonly needed?: {
    readonly since: string;
    readonly unless?: readonly string[];
    readonly unlessModule?: string;
    /** Only if all of these parameters are set, to something else than 0. */
    readonly when?: readonly string[];
  };
}

export interface Dependency {
  /** Only when this parameter is set. */
  readonly param?: string;
  /** Only when the script calls this function. */
  readonly function?: string;
  readonly module?: string;
  readonly class?: string;
  /** One of these modules is enough. */
  readonly anyOf?: readonly string[];
  /** `required`: the server does not start without it; `warn`: a warning; `order`: only the order of initialization. */
  readonly mode: 'required' | 'warn' | 'order';
  readonly since?: string;
  readonly removed?: string;
  /** Not needed if one of these parameters has the value, or without `is`, any number but 0. */
  readonly unless?: readonly { readonly module?: string; readonly param: string; readonly is?: string }[];
}

export interface EventFacts extends Lifetime {
  readonly name: string;
  readonly params?: readonly string[];
  readonly description?: string;
}

/** A command of the management interface. */
export interface CommandFacts extends Lifetime {
  readonly name: string;
  /** Its names before 4.0. */
  readonly oldNames?: readonly string[];
  /** The possible lists of arguments. */
  readonly params?: readonly (readonly string[])[];
  readonly description?: string;
}

export interface StatisticFacts {
  readonly name: string;
  /** The group, for those of core; a module's statistics are in the group of its name. */
  readonly group?: string;
  readonly description?: string;
}

export interface ModuleFacts extends Lifetime {
  readonly name: string;
  /** What it is for, in one line. */
  readonly purpose?: string;
  readonly class?: string;
  readonly depends?: readonly Dependency[];
  readonly params?: readonly ModuleParameterFacts[];
  readonly functions?: readonly FunctionFacts[];
  readonly variables?: readonly VariableFacts[];
  readonly transformationClasses?: readonly ({ readonly name: string } & Lifetime)[];
  readonly events?: readonly EventFacts[];
  readonly mi?: readonly CommandFacts[];
  readonly statistics?: readonly StatisticFacts[];
  readonly description?: string;
}

interface CoreFacts {
  readonly globals: readonly GlobalFacts[];
  /** The risk of the many parameters with the URL of a database. */
  readonly databaseUrlRisk: string;
  readonly statements: readonly {
    readonly name: string;
    readonly form?: string;
    readonly description?: string;
  }[];
  readonly routes: readonly { readonly name: string; readonly key: string; readonly description?: string }[];
  readonly functions: readonly FunctionFacts[];
  readonly variables: readonly VariableFacts[];
  readonly transformations: readonly TransformationFacts[];
  readonly events: readonly EventFacts[];
  readonly mi: readonly CommandFacts[];
  readonly statistics: readonly StatisticFacts[];
  readonly moduleNotices: readonly {
    readonly module: string;
    readonly effect: string;
    readonly replacedBy: string;
  }[];
}

// A test checks the form of the facts, so they are trusted here.
export const coreFacts = core as unknown as CoreFacts;

/** What can go wrong for the security of the server because of an entry; undefined for a harmless one. */
export function riskOf({
  name,
  risk,
}: {
  readonly name: string;
  readonly risk?: string;
}): string | undefined {
  return risk ?? (DATABASE_URL.test(name) ? coreFacts.databaseUrlRisk : undefined);
}

const DATABASE_URL = /^(\w+_)?db_url$|^(cachedb|db_partitions|db_default)_url$/;

export function globalFacts(name: string): GlobalFacts | undefined {
  return table('globals', () => byName(coreFacts.globals)).get(name);
}

export function statementFacts(name: string) {
  return table('statements', () => byName(coreFacts.statements)).get(name);
}

/** The facts of a kind of route block, by its keyword. */
export function routeFacts(keyword: string) {
  return table('routes', () => byName(coreFacts.routes)).get(keyword);
}

export function moduleFacts(name: string): ModuleFacts | undefined {
  return Object.hasOwn(moduleFactsByName, name) ? (moduleFactsByName[name] as ModuleFacts) : undefined;
}

export function moduleNames(): readonly string[] {
  return Object.keys(moduleFactsByName);
}

export function parameterFacts(module: ModuleFacts, name: string): ModuleParameterFacts | undefined {
  return table(`params ${module.name}`, () => byName(module.params ?? [])).get(name);
}

/** The parameters without which a module may refuse to start. */
export function neededParameters(module: ModuleFacts): readonly NeededParameter[] {
  return table(`needed ${module.name}`, () => (module.params ?? []).filter(isNeeded));
}

type NeededParameter = ModuleParameterFacts & Required<Pick<ModuleParameterFacts, 'needed'>>;

function isNeeded(parameter: ModuleParameterFacts): parameter is NeededParameter {
  return parameter.needed !== undefined;
}

/** The type of a module parameter in a version. */
export function parameterTypeIn(facts: ModuleParameterFacts, version: Version): ModuleParameterType {
  const { typeUpTo } = facts;
  return typeUpTo !== undefined && isAtLeast(typeUpTo.upTo, version) ? typeUpTo.type : facts.type;
}

export function functionOf(module: ModuleFacts, name: string): FunctionFacts | undefined {
  return table(`functions ${module.name}`, () => byName(module.functions ?? [])).get(name);
}

export function coreFunction(name: string): FunctionFacts | undefined {
  return table('functions', () => byName(coreFacts.functions)).get(name);
}

/** Every core variable by its name; there is one fact per name. */
export function coreVariable(name: string): VariableFacts | undefined {
  return table('variables', () => byName(coreFacts.variables)).get(name);
}

export function variableOf(module: ModuleFacts, name: string): VariableFacts | undefined {
  return table(`variables ${module.name}`, () => byName(module.variables ?? [])).get(name);
}

/** The facts of a core transformation, by class and name in lowercase. */
export function coreTransformation(cls: string, name: string): TransformationFacts | undefined {
  return table('transformations', () => {
    const map = new Map<string, TransformationFacts>();
    for (const facts of coreFacts.transformations) map.set(`${facts.cls}.${facts.name}`, facts);
    return map;
  }).get(`${cls}.${name}`);
}

export function coreTransformationClasses(): ReadonlySet<string> {
  return new Set(coreFacts.transformations.map(one => one.cls));
}

/**
 * Modules, in alphabetical order, that export a function of this name in any version. Nearly always it is only one, so the
 * facts of all modules are read only if none of those that are `likely` has it.
 */
export function modulesWithFunction(name: string, likely: readonly string[] = []): readonly string[] {
  if (Object.hasOwn(functionsOfSeveral, name)) return functionsOfSeveral[name] ?? [];
  const owner = likely.find(module => {
    const facts = moduleFacts(module);
    return facts !== undefined && functionOf(facts, name) !== undefined;
  });
  return owner === undefined ? (index('functions').get(name) ?? []) : [owner];
}

/** The functions that several modules export, and these modules. */
export const functionsOfSeveral: Readonly<Record<string, readonly string[]>> = {
  aaa_does_uri_exist: ['auth_aaa', 'uri'],
  aaa_does_uri_user_exist: ['auth_aaa', 'uri'],
  b2b_bridge_request: ['b2b_logic', 'b2b_logic_xml'],
  b2b_init_request: ['b2b_logic', 'b2b_logic_xml'],
  cpl_process_register: ['cpl-c', 'cpl_c'],
  cpl_process_register_norpl: ['cpl-c', 'cpl_c'],
  cpl_run_script: ['cpl-c', 'cpl_c'],
  db_does_uri_exist: ['auth_db', 'uri'],
  db_get_auth_id: ['auth_db', 'uri'],
  has_totag: ['sipmsgops', 'uri'],
  is_peer_verified: ['proto_tls', 'tls_mgm', 'tlsops'],
  is_uri_user_e164: ['sipmsgops', 'uri'],
  pn_process_purr: ['mid_registrar', 'registrar'],
  rabbitmq_publish: ['event_rabbitmq', 'rabbitmq'],
  topology_hiding: ['dialog', 'topology_hiding'],
};

export function modulesWithVariable(name: string): readonly string[] {
  return index('variables').get(name) ?? [];
}

export function modulesWithParameter(name: string): readonly string[] {
  return index('params').get(name) ?? [];
}

const tables = new Map<string, unknown>();

/** Builds a table when it is first needed. */
function table<T>(key: string, build: () => T): T {
  if (!tables.has(key)) tables.set(key, build());
  return tables.get(key) as T;
}

function byName<T extends { readonly name: string }>(list: readonly T[]): ReadonlyMap<string, T> {
  const map = new Map<string, T>();
  for (const facts of list) map.set(facts.name, facts);
  return map;
}

/** The facts of an event, with the module that raises it; no module for events of core. */
export function eventFacts(
  name: string,
): { readonly facts: EventFacts; readonly module: ModuleFacts | undefined } | undefined {
  return table('events', () => {
    const map = new Map<string, { facts: EventFacts; module: ModuleFacts | undefined }>();
    for (const facts of coreFacts.events) map.set(facts.name, { facts, module: undefined });
    for (const module of moduleNames().map(moduleFacts))
      for (const facts of module?.events ?? []) map.set(facts.name, { facts, module });
    return map;
  }).get(name);
}

/** The facts of a management command by any of its names, with its module; no module for commands of core. */
export function commandFacts(
  name: string,
): { readonly facts: CommandFacts; readonly module: ModuleFacts | undefined } | undefined {
  return table('commands', () => {
    const map = new Map<string, { facts: CommandFacts; module: ModuleFacts | undefined }>();
    const add = (module: ModuleFacts | undefined, commands: readonly CommandFacts[]) => {
      for (const facts of commands)
        for (const known of [facts.name, ...(facts.oldNames ?? [])]) map.set(known, { facts, module });
    };
    add(undefined, coreFacts.mi);
    for (const module of moduleNames().map(moduleFacts)) add(module, module?.mi ?? []);
    return map;
  }).get(name);
}

/** The facts of a statistic written as `name` or `group:name`; without a group those of core come first. */
export function statisticFacts(
  name: string,
): { readonly facts: StatisticFacts; readonly module: ModuleFacts | undefined } | undefined {
  return table('statistics', () => {
    const map = new Map<string, { facts: StatisticFacts; module: ModuleFacts | undefined }>();
    const add = (module: ModuleFacts | undefined, statistics: readonly StatisticFacts[]) => {
      for (const facts of statistics) {
        const entry = { facts, module };
        map.set(`${facts.group ?? module?.name ?? ''}:${facts.name}`, entry);
        if (!map.has(facts.name)) map.set(facts.name, entry);
      }
    };
    add(undefined, coreFacts.statistics);
    for (const module of moduleNames().map(moduleFacts)) add(module, module?.statistics ?? []);
    return map;
  }).get(name);
}

/** The name of a management command in a version. */
export function commandName(facts: CommandFacts, version: Version): string {
  return isAtLeast(version, '4.0') ? facts.name : (facts.oldNames?.[0] ?? facts.name);
}

function index(of: 'functions' | 'variables' | 'params'): ReadonlyMap<string, readonly string[]> {
  return table(`index ${of}`, () => {
    const map = new Map<string, string[]>();
    for (const name of moduleNames()) {
      for (const facts of moduleFacts(name)?.[of] ?? []) {
        const modules = map.get(facts.name);
        if (modules === undefined) map.set(facts.name, [name]);
        else modules.push(name);
      }
    }
    return map;
  });
}
