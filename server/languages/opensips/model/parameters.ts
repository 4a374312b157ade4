import { type ModuleFacts, type ModuleParameterFacts, moduleFacts, parameterFacts } from '../facts/facts.ts';
import { existsIn, type Version } from '../facts/versions.ts';
import type { ModuleParameter } from '../syntax/syntax.ts';
import { stringValue } from '../syntax/token.ts';
import { LoadedModules } from './loadedModules.ts';
import type { ScriptModel } from './model.ts';
import { moduleNameOf, type Place } from './placed.ts';

/** One module that the pattern of a `modparam` matches, with the facts of the parameter there. */
export interface ParameterTarget {
  readonly module: string;
  readonly moduleFacts: ModuleFacts | undefined;
  /** Undefined when the module does not have this parameter in this version. */
  readonly facts: ModuleParameterFacts | undefined;
}

/** The loaded modules that the first string of a `modparam` matches; it is a regular expression for the whole name. */
export function targetsOf(
  item: ModuleParameter,
  loaded: LoadedModules,
  version: Version,
): readonly ParameterTarget[] {
  if (item.module === undefined || item.name === undefined) return [];
  const pattern = stringValue(item.module);
  const name = stringValue(item.name);
  const matches = /^[\w-]+$/.test(pattern)
    ? loaded.like(pattern)
    : [...loaded].filter(module => patternOf(pattern)?.test(module) === true);
  return matches.map(module => {
    const facts = moduleFacts(module);
    const own = facts === undefined ? undefined : parameterFacts(facts, name);
    return {
      module,
      moduleFacts: facts,
      facts: own !== undefined && existsIn(version, own) ? own : undefined,
    };
  });
}

const patterns = new Map<string, RegExp | undefined>();

/** Patterns are POSIX expressions; those for modules are simple enough to mean the same here. Long ones are skipped. */
function patternOf(pattern: string): RegExp | undefined {
  if (!patterns.has(pattern)) {
    if (patterns.size > 500) patterns.clear();
    patterns.set(
      pattern,
      pattern.length > 200 || /[*+}]\)?[*+{]/.test(pattern) ? undefined : compile(pattern),
    );
  }
  return patterns.get(pattern);
}

function compile(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`, 'i');
  } catch {
    return undefined;
  }
}

/** A value that a script gives to a parameter. */
export interface ParameterSetting {
  readonly item: ModuleParameter;
  readonly value: string | number;
  readonly place: Place;
}

/** The value that a script gives to a parameter, from the last `modparam` that sets it; undefined when none does. */
export function parameterValue(
  model: ScriptModel,
  module: string,
  name: string,
): ParameterSetting | undefined {
  return parameterIndex(model).get(`${module} ${name}`)?.at(-1);
}

/** Every value given to a parameter, in the order of the file; some parameters accumulate. */
export function parameterValues(
  model: ScriptModel,
  module: string,
  name: string,
): readonly ParameterSetting[] {
  return parameterIndex(model).get(`${module} ${name}`) ?? [];
}

interface Index {
  readonly version: Version;
  readonly settings: Map<string, ParameterSetting[]>;
}

const indexes = new WeakMap<ScriptModel['declarations'], Index>();

function parameterIndex({ declarations, version }: ScriptModel): Index['settings'] {
  const known = indexes.get(declarations);
  if (known?.version === version) return known.settings;
  const settings = new Map<string, ParameterSetting[]>();
  const loaded = new LoadedModules();
  for (const { item, place } of declarations) {
    if (item.type === 'loadmodule' && item.path !== undefined)
      loaded.add(moduleNameOf(stringValue(item.path)));
    if (item.type !== 'modparam' || item.name === undefined) continue;
    const value = item.number ?? item.value.map(stringValue).join('');
    for (const target of targetsOf(item, loaded, version)) {
      const key = `${target.module} ${stringValue(item.name)}`;
      const list = settings.get(key);
      if (list === undefined) settings.set(key, [{ item, value, place }]);
      else list.push({ item, value, place });
    }
  }
  indexes.set(declarations, { version, settings });
  return settings;
}
