import { remembered } from '../../../text/remembered.ts';
import {
  coreFacts,
  coreFunction,
  coreTransformationClasses,
  coreVariable,
  type FunctionFacts,
  type FunctionParameter,
  functionOf,
  type ModuleFacts,
  moduleFacts,
  type VariableFacts,
  variableOf,
} from '../facts/facts.ts';
import type { ArgumentValues } from '../facts/flagWords.ts';
import { functionMark, isPrivateModule } from '../facts/privateModules.ts';
import { existsIn, newestVersion, type Version, versionOf } from '../facts/versions.ts';
import { type FormatPart, readFormatParts } from '../syntax/formatString.ts';
import type { RouteKind } from '../syntax/syntax.ts';
import { readVariable } from '../syntax/variable.ts';
import type {
  VariableResult,
  VariableShape,
  VariableSyntax,
  VariableWorld,
} from '../syntax/variableSyntax.ts';

/** What a route block can use: the functions and variables of core and of the modules loaded before it, in one version. */
export interface World extends VariableWorld {
  readonly version: Version;
  /** Modules in loading order, without those that are unknown or not in this version. */
  readonly modules: readonly ModuleFacts[];
  /** True if modules are loaded whose functions and variables are not known. */
  readonly hasPrivateModules: boolean;
  /** Functions that the user has named: nothing but their names is known. */
  readonly privateFunctions: ReadonlySet<string>;
  /** Every function of a name: that of core first, then those of the modules in loading order. */
  functions(name: string): readonly FunctionOwner[];
  asyncFunctions(name: string): readonly FunctionOwner[];
  variableFacts(name: string): FoundVariable | undefined;
  /** Reads the text of a variable. Caches recent results. */
  read(text: string): VariableResult;
  /** As `read`; undefined for a variable that does not exist. */
  variable(text: string): VariableSyntax | undefined;
  /** Reads a format string. Caches recent results. */
  format(text: string): readonly FormatPart[];
  /** What is known about calls of a name: equal calls have the same verdict. */
  verdicts(name: string): KnownVerdict[];
}

/** What a verdict depends on, apart from the name and the world. */
export interface KnownVerdict {
  readonly kind: RouteKind;
  readonly isAsync: boolean;
  readonly argumentCount: number;
  readonly verdict: CallVerdict;
}

/** How OpenSIPS resolves a call: the function, or the reason why there is none. */
export type CallVerdict =
  | { readonly kind: 'keyword' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'wrong-route'; readonly owner: FunctionOwner; readonly routes: readonly RouteKind[] }
  | {
      readonly kind: 'found';
      readonly owner: FunctionOwner;
      /** Undefined when the types of this version are not known. */
      readonly params: readonly FunctionParameter[] | undefined;
      /** What OpenSIPS requires of the value of each argument; empty when of none. */
      readonly values: readonly (ArgumentValues | undefined)[];
    };

export interface FunctionOwner {
  readonly facts: FunctionFacts;
  /** Undefined for core. */
  readonly module: string | undefined;
}

/** The world after loading modules; `loaded` are their names, each followed by a comma. */
export function worldOf(version: Version, loaded: string): World {
  return worldOfKey(`${version} ${loaded}`);
}

/** A world consists only of facts, so scripts and the states of one script share it. */
const worldOfKey = remembered(key => {
  const at = key.indexOf(' ');
  return createWorld(versionOf(key.slice(0, at)) ?? newestVersion, key.slice(at + 1));
}, 500);

function createWorld(version: Version, loaded: string): World {
  const names = loaded.split(',');
  const modules = names
    .map(name => (name === '' ? undefined : moduleFacts(name)))
    .filter(facts => facts !== undefined && existsIn(version, facts))
    .filter(facts => facts !== undefined);
  const found = (name: string): FoundVariable | undefined => variableIn(modules, name, version);
  const variables: VariableWorld = {
    lookup: shapeReader(found),
    transformations: transformationReader(modules, version),
  };
  const read = remembered(text => readVariable(text, variables));
  return {
    ...variables,
    version,
    modules,
    hasPrivateModules: names.some(isPrivateModule),
    privateFunctions: new Set(
      names.flatMap(name => (name.startsWith(functionMark) ? [name.slice(functionMark.length)] : [])),
    ),
    functions: remembered(name => ownersIn(modules, name, version, false)),
    asyncFunctions: remembered(name => ownersIn(modules, name, version, true)),
    variableFacts: found,
    read,
    variable: text => read(text).syntax,
    format: remembered(text => readFormatParts(text, variables)),
    verdicts: remembered(() => []),
  };
}

function ownersIn(
  modules: readonly ModuleFacts[],
  name: string,
  version: Version,
  isAsync: boolean,
): readonly FunctionOwner[] {
  const owners: FunctionOwner[] = [];
  const core = isAsync ? undefined : coreFunction(name);
  if (core !== undefined && existsIn(version, core)) owners.push({ facts: core, module: undefined });
  for (const module of modules) {
    const facts = functionOf(module, name);
    if (facts === undefined || !existsIn(version, facts)) continue;
    if (isAsync ? facts.async === true || facts.asyncOnly === true : facts.asyncOnly !== true)
      owners.push({ facts, module: module.name });
  }
  return owners;
}

interface FoundVariable {
  readonly facts: VariableFacts;
  /** Undefined for core. */
  readonly module: string | undefined;
}

function variableIn(
  modules: readonly ModuleFacts[],
  name: string,
  version: Version,
): FoundVariable | undefined {
  const core = coreVariable(name);
  if (core !== undefined && existsIn(version, core)) return { facts: core, module: undefined };
  for (const module of modules) {
    const facts = variableOf(module, name);
    if (facts !== undefined && existsIn(version, facts)) return { facts, module: module.name };
  }
  return undefined;
}

function shapeReader(found: (name: string) => FoundVariable | undefined): VariableWorld['lookup'] {
  const bare = remembered(name => ({ shape: shapeOf(found(name), name, false) }));
  const withInner = remembered(name => ({ shape: shapeOf(found(name), name, true) }));
  return (name, hasInner) => (hasInner ? withInner(name) : bare(name)).shape;
}

/** Returns the names of a class of transformations: null for those of modules, which are unknown, and undefined for an unknown class. */
function transformationReader(
  modules: readonly ModuleFacts[],
  version: Version,
): VariableWorld['transformations'] {
  const moduleClasses = new Set(
    modules.flatMap(module =>
      (module.transformationClasses ?? []).filter(cls => existsIn(version, cls)).map(cls => cls.name),
    ),
  );
  const coreClasses = coreTransformationClasses();
  const members = remembered(cls => membersOf(cls, version));
  return cls => {
    if (moduleClasses.has(cls)) return null;
    return coreClasses.has(cls) ? members(cls) : undefined;
  };
}

/** Core variables either take a name in parentheses or not; in modules each variable decides for itself. */
function shapeOf(
  found: FoundVariable | undefined,
  name: string,
  hasInner: boolean,
): VariableShape | undefined {
  if (found === undefined) return undefined;
  const { facts, module } = found;
  if (module === undefined && name !== '$') {
    if (facts.inner === 'none' && hasInner) return undefined;
    if (facts.inner === 'required' && !hasInner) return undefined;
  }
  return {
    takesInner: facts.inner !== 'none',
    takesIndex: facts.index === true,
    indexWords: facts.indexWords ?? [],
    indexSuffixes: facts.indexSuffixes ?? [],
    writable: facts.writable,
  };
}

function membersOf(cls: string, version: Version): ReadonlySet<string> {
  const members = new Set<string>();
  for (const facts of coreFacts.transformations) {
    if (facts.cls !== cls) continue;
    // The parser of `param` accepts both spellings.
    if (cls === 'param' && facts.name === 'exist') {
      members.add('exist');
      members.add('exists');
    }
    if (existsIn(version, facts)) members.add(facts.name);
  }
  return members;
}
