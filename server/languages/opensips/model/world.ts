import { remembered } from '../../../text/remembered.ts';
import {
  coreFacts,
  coreFunction,
  coreTransformationClasses,
  coreVariable,
  type FunctionFacts,
  functionOf,
  type ModuleFacts,
  moduleFacts,
  type VariableFacts,
  variableOf,
} from '../facts/facts.ts';
import { existsIn, type Version } from '../facts/versions.ts';
import { type FormatPart, readFormatParts } from '../syntax/formatString.ts';
import { readVariable } from '../syntax/variable.ts';
import type { VariableShape, VariableSyntax, VariableWorld } from '../syntax/variableSyntax.ts';

/** What a route block can name: the functions and variables of core and of the modules loaded before it, in one branch. */
export interface World extends VariableWorld {
  readonly version: Version;
  /** Modules in loading order; those that are unknown or not in this branch are left out. */
  readonly modules: readonly ModuleFacts[];
  /** Every function of a name: that of core first, then those of the modules in loading order. */
  functions(name: string): readonly FunctionOwner[];
  asyncFunctions(name: string): readonly FunctionOwner[];
  variableFacts(
    name: string,
  ): { readonly facts: VariableFacts; readonly module: string | undefined } | undefined;
  /** Reads the text of a variable; undefined for one that does not exist. Remembers what it read lately. */
  variable(text: string): VariableSyntax | undefined;
  /** Reads a format string. Remembers what it read lately. */
  format(text: string): readonly FormatPart[];
}

export interface FunctionOwner {
  readonly facts: FunctionFacts;
  /** Undefined for core. */
  readonly module: string | undefined;
}

const worlds = new Map<Version, Map<string, World>>();
const worldLimit = 200;

/** The world after loading modules; `loaded` are their names, each with a comma behind it. */
export function worldOf(version: Version, loaded: string): World {
  let ofVersion = worlds.get(version);
  if (ofVersion === undefined) {
    ofVersion = new Map();
    worlds.set(version, ofVersion);
  }
  const known = ofVersion.get(loaded);
  if (known !== undefined) return known;
  if (ofVersion.size > worldLimit) ofVersion.clear();
  const world = createWorld(version, loaded);
  ofVersion.set(loaded, world);
  return world;
}

function createWorld(version: Version, loaded: string): World {
  const modules = loaded
    .split(',')
    .map(name => (name === '' ? undefined : moduleFacts(name)))
    .filter(facts => facts !== undefined && existsIn(version, facts))
    .filter(facts => facts !== undefined);
  const functions = new Map<string, readonly FunctionOwner[]>();
  const shapes = new Map<string, VariableShape | undefined>();
  const moduleClasses = new Set<string>();
  for (const module of modules) {
    for (const cls of module.transformationClasses ?? [])
      if (existsIn(version, cls)) moduleClasses.add(cls.name);
  }
  const coreClasses = coreTransformationClasses();
  const classMembers = new Map<string, ReadonlySet<string>>();

  const find = (name: string, async: boolean): readonly FunctionOwner[] => {
    const owners: FunctionOwner[] = [];
    const core = async ? undefined : coreFunction(name);
    if (core !== undefined && existsIn(version, core)) owners.push({ facts: core, module: undefined });
    for (const module of modules) {
      const facts = functionOf(module, name);
      if (facts === undefined || !existsIn(version, facts)) continue;
      if (async ? facts.async === true || facts.asyncOnly === true : facts.asyncOnly !== true)
        owners.push({ facts, module: module.name });
    }
    return owners;
  };
  const cached = (name: string, async: boolean): readonly FunctionOwner[] => {
    const mark = `${async ? 'async ' : ''}${name}`;
    let owners = functions.get(mark);
    if (owners === undefined) {
      owners = find(name, async);
      functions.set(mark, owners);
    }
    return owners;
  };
  const variableFacts: World['variableFacts'] = name => {
    const core = coreVariable(name);
    if (core !== undefined && existsIn(version, core)) return { facts: core, module: undefined };
    for (const module of modules) {
      const facts = variableOf(module, name);
      if (facts !== undefined && existsIn(version, facts)) return { facts, module: module.name };
    }
    return undefined;
  };
  const lookup: VariableWorld['lookup'] = (name, hasInner) => {
    const mark = hasInner ? `${name}(` : name;
    if (!shapes.has(mark)) shapes.set(mark, shapeOf(variableFacts(name), name, hasInner));
    return shapes.get(mark);
  };
  const transformations: VariableWorld['transformations'] = cls => {
    if (moduleClasses.has(cls)) return null;
    if (!coreClasses.has(cls)) return undefined;
    let members = classMembers.get(cls);
    if (members === undefined) {
      members = membersOf(cls, version);
      classMembers.set(cls, members);
    }
    return members;
  };
  const variables: VariableWorld = { lookup, transformations };
  const read = remembered(text => ({ syntax: readVariable(text, variables).syntax }));
  return {
    ...variables,
    version,
    modules,
    functions: name => cached(name, false),
    asyncFunctions: name => cached(name, true),
    variableFacts,
    variable: text => read(text).syntax,
    format: remembered(text => readFormatParts(text, variables)),
  };
}

/** Variables of core have a name in parentheses or none; modules leave that to the variable itself. */
function shapeOf(
  found: { readonly facts: VariableFacts; readonly module: string | undefined } | undefined,
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
    // The parser of `param` takes both spellings.
    if (cls === 'param' && facts.name === 'exist') {
      members.add('exist');
      members.add('exists');
    }
    if (existsIn(version, facts)) members.add(facts.name);
  }
  return members;
}
