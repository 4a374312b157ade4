import { moduleFacts, modulesWithFunction } from '../facts/facts.ts';
import { existsIn, isAtLeast, type Version } from '../facts/versions.ts';
import { moduleNameOf, type PlacedItem } from '../model/placed.ts';
import { stringValue } from '../syntax/token.ts';
import {
  insertBefore,
  lineBelow,
  parametersOf,
  removeLines,
  replace,
  type UpgradeContext,
  type UpgradeItem,
} from './step.ts';

/** A removed module, and the new place of its parameters: another module, with the same or a new name, or none. */
interface GoneModule {
  readonly name: string;
  readonly since: Version;
  readonly why: string;
  /** The module that the same line loads instead; undefined if there is none, or if it is loaded anyway. */
  readonly successor?: string;
  readonly parameters: Readonly<Record<string, { readonly module: string; readonly name: string } | null>>;
}

const nowhere: GoneModule['parameters'] = {};

const goneModules: readonly GoneModule[] = [
  {
    name: 'uri',
    since: '3.0',
    why: 'The module `uri` was removed in 3.0: its functions are in `sipmsgops`, `auth_db` and `auth_aaa`.',
    parameters: {
      db_url: { module: 'auth_db', name: 'db_url' },
      use_domain: { module: 'auth_db', name: 'use_domain' },
      domain_column: { module: 'auth_db', name: 'uri_domain_column' },
      uriuser_column: { module: 'auth_db', name: 'uri_uriuser_column' },
      user_column: { module: 'auth_db', name: 'uri_user_column' },
    },
  },
  {
    name: 'avpops',
    since: '3.5',
    why: 'The module `avpops` was removed in 3.5: its database functions are in `sqlops`.',
    successor: 'sqlops',
    parameters: {
      db_url: { module: 'sqlops', name: 'db_url' },
      avp_table: { module: 'sqlops', name: 'usr_table' },
      use_domain: { module: 'sqlops', name: 'use_domain' },
      uuid_column: { module: 'sqlops', name: 'uuid_column' },
      username_column: { module: 'sqlops', name: 'username_column' },
      domain_column: { module: 'sqlops', name: 'domain_column' },
      attribute_column: { module: 'sqlops', name: 'attribute_column' },
      value_column: { module: 'sqlops', name: 'value_column' },
      type_column: { module: 'sqlops', name: 'type_column' },
      db_scheme: { module: 'sqlops', name: 'db_scheme' },
    },
  },
  {
    name: 'siptrace',
    since: '3.0',
    why: 'The module `siptrace` was renamed to `tracer` in 3.0.',
    successor: 'tracer',
    parameters: {},
  },
  {
    name: 'mi_json',
    since: '3.0',
    why: 'The module `mi_json` was renamed to `mi_http` in 3.0.',
    successor: 'mi_http',
    parameters: { mi_json_root: { module: 'mi_http', name: 'root' } },
  },
  {
    name: 'event_jsonrpc',
    since: '3.1',
    why: 'The module `event_jsonrpc` was replaced by `event_stream` in 3.1; subscribers are now written `tcp:host:port`.',
    successor: 'event_stream',
    parameters: { sync_mode: { module: 'event_stream', name: 'reliable_mode' } },
  },
  {
    name: 'mi_xmlrpc',
    since: '3.0',
    why: 'The old XML-RPC interface was removed.',
    parameters: nowhere,
  },
  {
    name: 'event_route',
    since: '3.6',
    why: 'Event routes have been part of core since 3.6.',
    parameters: nowhere,
  },
  {
    name: 'cpl-c',
    since: '2.2',
    why: '`cpl-c` was renamed to `cpl_c` in 2.2.',
    successor: 'cpl_c',
    parameters: {},
  },
  {
    name: 'b2b_logic_xml',
    since: '3.3',
    why: 'XML scenarios were removed in 3.3.',
    parameters: nowhere,
  },
];

/** Replaces or removes the lines that load removed modules, once nothing calls their functions any more. */
export function* replaceModules({ model, to, bodies }: UpgradeContext): Generator<UpgradeItem> {
  for (const placed of model.items) {
    const { item, place } = placed;
    if (item.type !== 'loadmodule' || item.path === undefined) continue;
    const name = moduleNameOf(stringValue(item.path));
    const entry = goneModules.find(one => one.name === name && isAtLeast(to, one.since));
    if (entry === undefined) continue;
    const calls = bodies.flatMap(({ uses }) => uses.calls.map(({ call }) => call.name.text));
    const owned = new Set((moduleFacts(name)?.functions ?? []).map(one => one.name));
    const isLeft = (called: string) =>
      owned.has(called) &&
      !modulesWithFunction(called).some(other => other !== name && model.modules.has(other));
    const left = calls.find(called => isLeft(called) && entry.successor === undefined);
    const successor =
      entry.successor !== undefined && isWanted(entry.successor, calls, model.items, entry)
        ? entry.successor
        : undefined;
    if (successor !== undefined && !model.modules.has(successor)) {
      yield {
        place,
        span: item,
        edits: [replace(place, item.path, item.path.text.replace(name, successor))],
        verdict: 'done',
        what: `\`${successor}.so\` is loaded instead of \`${name}.so\`.`,
        why: entry.why,
      };
      continue;
    }
    yield {
      place,
      span: item,
      edits: [removeLines(place, item)],
      verdict: 'done',
      what: `\`${name}.so\` is no longer loaded.`,
      why: left === undefined ? entry.why : `${entry.why} \`${left}\` is still called.`,
    };
  }
}

/** `sqlops` replaces `avpops` only where a database is used; a renamed module always replaces the old one. */
function isWanted(
  successor: string,
  calls: readonly string[],
  items: readonly PlacedItem[],
  entry: GoneModule,
): boolean {
  if (entry.name !== 'avpops') return true;
  const owned = new Set((moduleFacts(successor)?.functions ?? []).map(one => one.name));
  const usesFunction = calls.some(called => owned.has(called) || /^avp_db_/.test(called));
  return (
    usesFunction ||
    items.some(({ item }) => item.type === 'modparam' && /\|?sqlops/.test(item.module?.text ?? ''))
  );
}

/** Moves the parameters of removed modules to the module that has them now, or removes them. */
export function* moveParameters({ model, to }: UpgradeContext): Generator<UpgradeItem> {
  const set = new Set<string>();
  for (const { module, name } of parametersOf(model)) set.add(`${module} ${name}`);
  for (const { item, place, position, module, name, nameToken, moduleToken } of parametersOf(model)) {
    const entry = goneModules.find(one => one.name === module && isAtLeast(to, one.since));
    if (entry === undefined) continue;
    const own = Object.hasOwn(entry.parameters, name) ? entry.parameters[name] : undefined;
    const isSameName = own === undefined && entry.successor !== undefined && entry.name !== 'avpops';
    const target = isSameName ? { module: entry.successor ?? '', name } : own;
    const facts = target === undefined || target === null ? undefined : moduleFacts(target.module);
    const exists = facts?.params?.some(one => one.name === target?.name && existsIn(to, one)) === true;
    const isThere = target != null && set.has(`${target.module} ${target.name}`);
    if (target == null || !exists || isThere || !model.modules.has(target.module)) {
      // The successor may be loaded only in the next round.
      if (target != null && exists && !isThere && model.modules.has(module)) continue;
      yield {
        place,
        span: item,
        edits: [removeLines(place, item)],
        verdict: isThere || target == null ? 'done' : 'check',
        what: `Removed the parameter \`${name}\` of \`${module}\`.`,
        why: isThere ? `${entry.why} \`${target?.module}\` has its own setting.` : entry.why,
      };
      continue;
    }
    const loaded = model.modules.get(target.module);
    if (loaded !== undefined && loaded.position > position) {
      const value = item.value.map(token => token.text).join(' ');
      const next = lineBelow(loaded.path);
      yield {
        place,
        span: item,
        edits: [
          removeLines(place, item),
          insertBefore(loaded.place, next, `modparam("${target.module}", "${target.name}", ${value})\n`),
        ],
        verdict: 'done',
        what: `The parameter is now \`${target.name}\` of \`${target.module}\`, below the line that loads it.`,
        why: entry.why,
      };
      continue;
    }
    yield {
      place,
      span: item,
      edits: [
        replace(place, moduleToken, `"${target.module}"`),
        replace(place, nameToken, `"${target.name}"`),
      ],
      verdict: 'done',
      what: `The parameter is now \`${target.name}\` of \`${target.module}\`.`,
      why: entry.why,
    };
  }
}

/** Removes parameters of a pattern such as `auth_db|uri` that matches only modules that the target does not have. */
export function* dropPatterns({ model, to }: UpgradeContext): Generator<UpgradeItem> {
  for (const { item, place, position, module, name } of parametersOf(model)) {
    if (!/^[\w-]+(\|[\w-]+)+$/.test(module)) continue;
    const alternatives = module.split('|');
    const entry = goneModules.find(one => alternatives.includes(one.name) && isAtLeast(to, one.since));
    const isLoaded = (one: string) => (model.modules.get(one)?.position ?? position) < position;
    if (entry === undefined || model.modules.has(entry.name) || alternatives.some(isLoaded)) continue;
    yield {
      place,
      span: item,
      edits: [removeLines(place, item)],
      verdict: 'check',
      what: `Removed the parameter \`${name}\` of \`${module}\`: none of these modules is loaded.`,
      why: entry.why,
    };
  }
}
