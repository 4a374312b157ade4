import {
  commandFacts,
  coreFunction,
  coreTransformation,
  coreVariable,
  eventFacts,
  type FunctionFacts,
  functionOf,
  globalFacts,
  type ModuleFacts,
  moduleFacts,
  parameterFacts,
  statisticFacts,
  variableOf,
} from '../facts/facts.ts';
import type { Version } from '../facts/versions.ts';
import {
  describeCommand,
  describeEvent,
  describeFunction,
  describeGlobal,
  describeKeyword,
  describeModule,
  describeParameter,
  describeRouteKind,
  describeStatistic,
  describeTransformation,
  describeVariable,
  functionNotes,
} from './describe.ts';

/** An entry of the reference, identified by kind and name. Plain data that a client can send back. */
export interface Entry {
  readonly of: EntryKind;
  /** Without `$` for a variable; `class.name` for a transformation; `failure_route` and the like for a kind of route. */
  readonly name: string;
  /** The module of a function, variable or parameter; absent for those of core. */
  readonly module?: string | undefined;
}

const kinds = [
  'function',
  'variable',
  'transformation',
  'global',
  'module',
  'parameter',
  'event',
  'command',
  'statistic',
  'route-kind',
  'keyword',
] as const;

type EntryKind = (typeof kinds)[number];

/** The entry of a completion item that is shown as `label`, as short as possible, since a list may have many items. */
export function dataOf({ of, name, module = '' }: Entry, version: string, label: string): string {
  return `${of} ${version} ${module} ${name === label ? '' : name}`.trimEnd();
}

/** What `dataOf` made short; undefined for anything else. */
export function entryOf(
  data: unknown,
  label: string,
): { readonly entry: Entry; readonly version: string } | undefined {
  const [, kind, version = '', module = '', name = ''] =
    /^(\S+) (\S+)(?: (\S*))?(?: (.*))?$/.exec(typeof data === 'string' ? data : '') ?? [];
  const of = kinds.find(one => one === kind);
  if (of === undefined) return undefined;
  const entry = { of, name: name === '' ? label : name, ...(module === '' ? {} : { module }) };
  return { entry, version };
}

/** What is known about an entry, as Markdown; undefined for an unknown one. An unknown module is described as unknown. */
export function describeEntry({ of, name, module: owner }: Entry, version: Version): string | undefined {
  const module = owner === undefined ? undefined : moduleFacts(owner);
  switch (of) {
    case 'function': {
      const facts = functionOfEntry(name, module);
      return facts === undefined ? undefined : describeFunction(facts, module, version);
    }
    case 'variable': {
      const facts = module === undefined ? coreVariable(name) : variableOf(module, name);
      return facts === undefined ? undefined : describeVariable(facts, owner, version);
    }
    case 'transformation': {
      const dot = name.indexOf('.');
      const facts = coreTransformation(name.slice(0, dot), name.slice(dot + 1));
      return facts === undefined ? undefined : describeTransformation(facts, version);
    }
    case 'global': {
      const facts = globalFacts(name);
      return facts === undefined ? undefined : describeGlobal(facts, version);
    }
    case 'module':
      return describeModule(name, moduleFacts(name), version);
    case 'parameter': {
      const facts = module === undefined ? undefined : parameterFacts(module, name);
      return module === undefined || facts === undefined
        ? undefined
        : describeParameter(module, facts, version);
    }
    case 'event': {
      const event = eventFacts(name);
      return event === undefined ? undefined : describeEvent(event.facts, event.module, version);
    }
    case 'command': {
      const command = commandFacts(name);
      return command === undefined ? undefined : describeCommand(command.facts, command.module, version);
    }
    case 'statistic': {
      const statistic = statisticFacts(name);
      return statistic === undefined
        ? undefined
        : describeStatistic(statistic.facts, statistic.module, version);
    }
    case 'route-kind':
      return describeRouteKind(name, version);
    case 'keyword':
      return describeKeyword(name, version);
  }
}

/** As `describeEntry`; for a function without its signature, which completion shows itself. */
export function describeCompletion(entry: Entry, version: Version): string | undefined {
  if (entry.of !== 'function') return describeEntry(entry, version);
  const module = entry.module === undefined ? undefined : moduleFacts(entry.module);
  const facts = functionOfEntry(entry.name, module);
  return facts === undefined ? undefined : functionNotes(facts, module, version);
}

function functionOfEntry(name: string, module: ModuleFacts | undefined): FunctionFacts | undefined {
  return module === undefined ? coreFunction(name) : functionOf(module, name);
}
