import { message } from '../../../../rules/rule.ts';
import { nearest } from '../../../../text/spelling.ts';
import { type ConfiguredName, configuredNames } from '../../facts/configuredNames.ts';
import { coreFacts, moduleFacts } from '../../facts/facts.ts';
import { signatureIn } from '../../facts/signatures.ts';
import { isAtLeast } from '../../facts/versions.ts';
import { bodiesCalling } from '../../model/bodies.ts';
import type { ScriptModel } from '../../model/model.ts';
import { parameterValues } from '../../model/parameters.ts';
import { stringValue } from '../../syntax/token.ts';
import { type Finding, replacing, type ScriptRule } from '../rule.ts';

/** Names of one kind, and the functions that look them up when the server starts. */
interface NameSpace {
  /** As in "the blacklist `x`". */
  readonly noun: string;
  /** The functions, with the index of the name among their arguments, counted from 0. */
  functions(model: ScriptModel): ReadonlyMap<string, number>;
  /** The names that the script defines. */
  names(model: ScriptModel): ReadonlySet<string>;
  /** The part of an argument that is the name; all of it when absent. */
  nameIn?(text: string): string | undefined;
  readonly todo: string;
}

export const undefinedName: ScriptRule = {
  code: 'opensips-cfg/undefined-name',
  severity: 'error',
  family: 'names',
  title: 'Undefined blacklist, partition, database, trace ID or group',
  why: 'When the server starts, it looks up the blacklists, partitions, databases, trace IDs, media relays and groups that functions name by a constant. If one is missing, the server does not start. `opensips -C` does not report it.',
  fix: 'Define it, or correct the name.',
  bad: 'socket=udp:127.0.0.1:5060\ndst_blacklist=gateways:{(udp, 192.0.2.0/255.255.255.0, 0, "")}\nloadmodule "/modules/proto_udp.so"\nroute {\n\tuse_blacklist("gateway");\n}\n',
  good: 'socket=udp:127.0.0.1:5060\ndst_blacklist=gateways:{(udp, 192.0.2.0/255.255.255.0, 0, "")}\nloadmodule "/modules/proto_udp.so"\nroute {\n\tuse_blacklist("gateways");\n}\n',
  since: '3.1',
  on: 'script',
  *check(model) {
    if (!model.isComplete) return;
    const takers = new Map<string, { readonly space: NameSpace; readonly at: number }>();
    for (const space of nameSpaces)
      for (const [name, at] of space.functions(model)) takers.set(name, { space, at });
    const known = new Map<NameSpace, ReadonlySet<string>>();
    for (const { uses, place } of bodiesCalling(model, takers.keys())) {
      for (const { call } of uses.calls) {
        const taker = takers.get(call.name.text);
        if (taker === undefined) continue;
        const { space, at } = taker;
        const argument = call.args[at];
        const token = argument?.token;
        if (token === undefined || (argument?.kind !== 'string' && argument?.kind !== 'number')) continue;
        const text = argument.kind === 'number' ? String(argument.number) : stringValue(token).trim();
        if (text.includes('$')) continue;
        const name = space.nameIn === undefined ? text : space.nameIn(text);
        if (name === undefined) continue;
        const names = known.get(space) ?? space.names(model);
        known.set(space, names);
        if (names.has(name)) continue;
        const guess = argument.kind === 'number' ? undefined : nearest(name, names);
        const finding: Finding = {
          place,
          span: token,
          message: message(
            `There is no ${space.noun} \`${name}\`.`,
            '`opensips -C` does not report this, but OpenSIPS does not start.',
            guess === undefined ? space.todo : `Did you mean \`${guess}\`?`,
          ),
          ...(guess === undefined
            ? {}
            : {
                fixes: [
                  replacing(
                    `Write ${guess}`,
                    token,
                    token.text.replace(name, () => guess),
                  ),
                ],
              }),
        };
        yield finding;
      }
    }
  },
};

const blacklistFunctions: ReadonlyMap<string, number> = new Map(
  [
    'use_blacklist',
    'unuse_blacklist',
    'check_blacklist_rule',
    'add_blacklist_rule',
    'del_blacklist_rule',
  ].map(name => [name, 0]),
);

/** Modules that take media for `rtp_relay`. */
const relayModules = ['rtpproxy', 'rtpengine', 'rtp.io'];

const nameSpaces: readonly NameSpace[] = [
  {
    noun: 'blacklist',
    functions: () => blacklistFunctions,
    names: blacklistsOf,
    todo: 'Define it with `dst_blacklist`, or correct the name.',
  },
  {
    noun: 'media relay',
    functions: model => (model.modules.has('rtp_relay') ? new Map([['rtp_relay_engage', 0]]) : new Map()),
    names: model => new Set(relayModules.filter(name => model.modules.has(name))),
    todo: 'Load the module of that name above, or write the name of a loaded one.',
  },
  {
    noun: 'status group',
    functions: model =>
      model.modules.has('status_report')
        ? new Map(['sr_check_status', 'sr_add_report', 'sr_set_status'].map(name => [name, 0]))
        : new Map<string, number>(),
    names: statusGroupsOf,
    todo: 'Load the module that reports it, or define it with `script_sr_group` of `status_report`.',
  },
  ...['dispatcher', 'dialplan', 'permissions'].map(
    (module): NameSpace => ({
      noun: `partition of \`${module}\``,
      functions: model => partitionFunctions(module, model),
      names: model =>
        new Set([
          'default',
          ...parameterValues(model, module, 'partition').map(({ value }) => beforeColon(String(value))),
        ]),
      todo: `Define it with the parameter \`partition\` of \`${module}\`, or correct the name.`,
    }),
  ),
  ...configuredNames.map(configuredSpace),
];

/** Names that a parameter of the module defines. */
function configuredSpace(entry: ConfiguredName): NameSpace {
  const { module, functions, argument, since, noun, parameter, nameIn, namesIn, builtIn } = entry;
  return {
    noun,
    functions: model =>
      model.modules.has(module) && isAtLeast(model.version, since) && !hasUnknownModules(model)
        ? new Map(functions.map(name => [name, argument]))
        : new Map(),
    names: model =>
      new Set([
        ...builtIn,
        ...(module === 'statistics' ? groupsOfModules(model) : []),
        ...parameterValues(model, module, parameter).flatMap(({ value }) => namesIn(String(value))),
      ]),
    nameIn,
    todo: `Define it with the parameter \`${parameter}\` of \`${module}\`, or correct it.`,
  };
}

/** An unknown module may define names of any kind. */
function hasUnknownModules({ modules }: ScriptModel): boolean {
  return [...modules.values()].some(({ facts }) => facts === undefined);
}

/** Loaded modules and core have groups of statistics of their own. */
function groupsOfModules({ modules }: ScriptModel): readonly string[] {
  return [...modules.keys(), ...coreFacts.statistics.map(({ group }) => group ?? 'core')];
}

function partitionFunctions(module: string, model: ScriptModel): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  if (!model.modules.has(module)) return found;
  for (const facts of moduleFacts(module)?.functions ?? []) {
    const { params } = signatureIn(facts, model.version);
    const at = params?.findIndex(one => one.name === 'partition') ?? -1;
    if (at >= 0) found.set(facts.name, at);
  }
  return found;
}

/** The lists of the script, those that modules fill, and the one for failed DNS answers. */
function blacklistsOf(model: ScriptModel): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { item } of model.declarations) {
    if (item.type !== 'global') continue;
    if (item.name.text === 'dst_blacklist' && item.values[0] !== undefined) names.add(item.values[0].text);
    if (item.name.text === 'disable_dns_blacklist' && item.number === 0) names.add('dns');
  }
  const definitions = [
    ['dispatcher', 'ds_define_blacklist'],
    ['drouting', 'define_blacklist'],
    ['load_balancer', 'lb_define_blacklist'],
  ] as const;
  for (const [module, parameter] of definitions) {
    for (const { value } of parameterValues(model, module, parameter))
      names.add(
        String(value)
          .replace(/\s*=.*$/s, '')
          .trim(),
      );
  }
  return names;
}

/** Modules that report their status under a group of their own name, and the groups of core and of the script. */
function statusGroupsOf(model: ScriptModel): ReadonlySet<string> {
  const names = new Set(['core', 'auto-scaling']);
  for (const module of [
    ...['config', 'sql_cacher', 'clusterer', 'dialplan', 'dispatcher', 'drouting', 'pike'],
  ])
    if (model.modules.has(module)) names.add(module);
  // The groups of an unknown module are unknown too.
  for (const { value } of parameterValues(model, 'status_report', 'script_sr_group'))
    names.add(beforeColon(String(value)));
  return names;
}

function beforeColon(text: string): string {
  return text.replace(/:.*$/s, '').trim();
}
