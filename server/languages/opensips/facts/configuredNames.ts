import type { Version } from './versions.ts';

/** A constant argument that must be a name from the configuration; the server looks for it when it starts. */
export interface ConfiguredName {
  readonly module: string;
  readonly functions: readonly string[];
  /** Counted from 0. */
  readonly argument: number;
  readonly since: Version;
  /** As in "the blacklist `x`". */
  readonly noun: string;
  /** The part of the argument that is the name; undefined for one that is not looked for. */
  nameIn(text: string): string | undefined;
  /** The parameter of the module that defines names, and the names in one value. */
  readonly parameter: string;
  namesIn(value: string): readonly string[];
  /** Names that exist without a parameter. */
  readonly builtIn: readonly string[];
}

const whole = (text: string): string | undefined => (text === '' ? undefined : text);

const list = (value: string) => value.split(/[\s,;]+/).filter(name => name !== '');

/** Groups that exist in every server, besides those of loaded modules. */
const groupsOfCore = ['core', 'dynamic', 'load', 'net', 'pkmem', 'rpmem', 'shmem'];

/** Measured by starting 3.6 and 4.0; the first version with the same check is from the sources. */
export const configuredNames: readonly ConfiguredName[] = [
  ...sqlFunctions({ sql_query: 2, sql_query_one: 2 }),
  ...sqlFunctions({ sql_avp_load: 2, sql_avp_store: 2, sql_avp_delete: 2, sql_update: 3 }),
  {
    module: 'statistics',
    functions: ['update_stat', 'reset_stat'],
    argument: 0,
    since: '3.0',
    noun: 'group of statistics',
    nameIn: text => /^([^:\s]+):[^:]+$/.exec(text)?.[1],
    parameter: 'stat_groups',
    namesIn: list,
    builtIn: groupsOfCore,
  },
  {
    module: 'statistics',
    functions: ['stat_iter_init'],
    argument: 0,
    since: '3.0',
    noun: 'group of statistics',
    nameIn: whole,
    parameter: 'stat_groups',
    namesIn: list,
    builtIn: groupsOfCore,
  },
  {
    module: 'statistics',
    functions: ['update_stat_series'],
    argument: 0,
    since: '3.2',
    noun: 'series profile',
    nameIn: whole,
    parameter: 'stat_series_profile',
    namesIn: value => [value.replace(/:.*$/s, '').trim()],
    builtIn: [],
  },
  {
    module: 'tracer',
    functions: ['trace'],
    argument: 0,
    since: '3.0',
    noun: 'trace ID',
    nameIn: whole,
    parameter: 'trace_id',
    namesIn: value => [/^\s*\[([^\]]*)\]/.exec(value)?.[1]?.trim() ?? ''],
    builtIn: [],
  },
];

function sqlFunctions(places: Readonly<Record<string, number>>): readonly ConfiguredName[] {
  return Object.entries(places).map(([name, argument]) => ({
    module: 'sqlops',
    functions: [name],
    argument,
    since: '3.5',
    noun: 'database with the number',
    nameIn: whole,
    parameter: 'db_url',
    namesIn: value => [/^\s*(\d+)\s/.exec(value)?.[1] ?? '0'],
    builtIn: ['0'],
  }));
}
