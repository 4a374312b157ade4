import { loadModuleEdits } from '../check/loadModule.ts';
import { moduleFacts, modulesWithFunction } from '../facts/facts.ts';
import { existsIn, isAtLeast, type Version } from '../facts/versions.ts';
import { moduleNameOf, type PlacedItem } from '../model/placed.ts';
import { stringValue } from '../syntax/token.ts';
import {
  insertBefore,
  removeLines,
  replace,
  type UpgradeContext,
  type UpgradeItem,
  type UpgradeStep,
} from './step.ts';

/** A module that is gone, with where its parameters went: to another module under the same or a new name, or nowhere. */
interface GoneModule {
  readonly name: string;
  readonly since: Version;
  readonly why: string;
  /** The module that is loaded in the same line instead; undefined where nothing does, or what does is loaded anyway. */
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
    why: 'The module `siptrace` is named `tracer` since 3.0.',
    successor: 'tracer',
    parameters: {},
  },
  {
    name: 'mi_json',
    since: '3.0',
    why: 'The module `mi_json` is named `mi_http` since 3.0.',
    successor: 'mi_http',
    parameters: { mi_json_root: { module: 'mi_http', name: 'root' } },
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
    why: 'Event routes are part of the core since 3.6.',
    parameters: nowhere,
  },
  {
    name: 'cpl-c',
    since: '2.2',
    why: '`cpl-c` is named `cpl_c` since 2.2.',
    successor: 'cpl_c',
    parameters: {},
  },
  {
    name: 'b2b_logic_xml',
    since: '3.3',
    why: 'Scenarios in XML were removed in 3.3.',
    parameters: nowhere,
  },
];

/** Loads of modules that are gone are replaced or removed, once nothing of them is called any more. */
function* replaceModules({ model, to, bodies }: UpgradeContext): Generator<UpgradeItem> {
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
        what: `\`${successor}.so\` is loaded in place of \`${name}.so\`.`,
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

/** `sqlops` takes the place of `avpops` only where a database is used; a new name of a module always does. */
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

/** Parameters of modules that are gone move to the module that has them now, or go. */
function* moveParameters({ model, to }: UpgradeContext): Generator<UpgradeItem> {
  const set = new Set<string>();
  for (const { item } of model.items)
    if (item.type === 'modparam' && item.module !== undefined && item.name !== undefined)
      set.add(`${stringValue(item.module)} ${stringValue(item.name)}`);
  for (const { item, place } of model.items) {
    if (item.type !== 'modparam' || item.module === undefined || item.name === undefined) continue;
    const module = stringValue(item.module);
    const name = stringValue(item.name);
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
        what: `The parameter \`${name}\` of \`${module}\` goes.`,
        why: isThere ? `${entry.why} \`${target?.module}\` has its own setting.` : entry.why,
      };
      continue;
    }
    yield {
      place,
      span: item,
      edits: [
        replace(place, item.module, `"${target.module}"`),
        replace(place, item.name, `"${target.name}"`),
      ],
      verdict: 'done',
      what: `The parameter is now \`${target.name}\` of \`${target.module}\`.`,
      why: entry.why,
    };
  }
}

/** Parameters under their new names, in the module they belong to. */
const renamedParameters: readonly {
  readonly module: string;
  readonly name: string;
  readonly since: Version;
  readonly newName: string | null;
  readonly why: string;
  /** The new value, where it is not the old one. */
  value?(text: string): string | undefined;
}[] = [
  { module: 'tm', name: 'fr_timer', since: '2.1', newName: 'fr_timeout', why: '`fr_timer` was renamed.' },
  {
    module: 'tm',
    name: 'fr_inv_timer',
    since: '2.1',
    newName: 'fr_inv_timeout',
    why: '`fr_inv_timer` was renamed.',
  },
  {
    module: 'tm',
    name: 'fr_timer_avp',
    since: '2.1',
    newName: null,
    why: 'Set `$T_fr_timeout` in the script.',
  },
  {
    module: 'tm',
    name: 'fr_inv_timer_avp',
    since: '2.1',
    newName: null,
    why: 'Set `$T_fr_inv_timeout` in the script.',
  },
  {
    module: 'rr',
    name: 'enable_full_lr',
    since: '3.0',
    newName: null,
    why: 'Record-Route always carries `lr` as RFC 3261 writes it; nothing needs the long form.',
  },
  {
    module: 'usrloc',
    name: 'db_mode',
    since: '3.0',
    newName: 'working_mode_preset',
    why: '`db_mode` is deprecated and was removed in 4.0.',
    value: text =>
      ({
        '0': '"single-instance-no-db"',
        '1': '"single-instance-sql-write-through"',
        '2': '"single-instance-sql-write-back"',
        '3': '"sql-only"',
      })[text],
  },
  {
    module: 'nathelper',
    name: 'rtpproxy_sock',
    since: '2.1',
    newName: null,
    why: 'The media relay is set in `rtpproxy`.',
  },
  {
    module: 'acc',
    name: 'failed_transaction_flag',
    since: '2.2',
    newName: null,
    why: 'Call `do_accounting("log", "failed")` for the requests that are to be accounted.',
  },
  {
    module: 'acc',
    name: 'log_flag',
    since: '2.2',
    newName: null,
    why: 'Call `do_accounting("log")` for the requests that are to be accounted.',
  },
  {
    module: 'acc',
    name: 'log_missed_flag',
    since: '2.2',
    newName: null,
    why: 'Call `do_accounting("log", "missed")` for the requests that are to be accounted.',
  },
  {
    module: 'acc',
    name: 'db_flag',
    since: '2.2',
    newName: null,
    why: 'Call `do_accounting("db")` for the requests that are to be accounted.',
  },
  {
    module: 'acc',
    name: 'db_missed_flag',
    since: '2.2',
    newName: null,
    why: 'Call `do_accounting("db", "missed")` for the requests that are to be accounted.',
  },
  {
    module: 'acc',
    name: 'cdr_flag',
    since: '2.2',
    newName: null,
    why: 'Call `do_accounting("db", "cdr")` for the requests that are to be accounted.',
  },
];

/** The parameters whose work moved into the script. */
const movesToScript =
  /^(log_flag|log_missed_flag|db_flag|db_missed_flag|cdr_flag|failed_transaction_flag|fr_timer_avp|fr_inv_timer_avp)$/;

function* renameParameters({ model, to }: UpgradeContext): Generator<UpgradeItem> {
  for (const { item, place } of model.items) {
    if (item.type !== 'modparam' || item.module === undefined || item.name === undefined) continue;
    const module = stringValue(item.module);
    const name = stringValue(item.name);
    const entry = renamedParameters.find(
      one => one.module === module && one.name === name && isAtLeast(to, one.since),
    );
    const [value] = item.value;
    if (entry === undefined || value === undefined) continue;
    const written = item.number === undefined ? stringValue(value) : String(item.number);
    const newValue = entry.value === undefined ? undefined : entry.value(written);
    if (entry.newName === null || (entry.value !== undefined && newValue === undefined)) {
      yield {
        place,
        span: item,
        edits: [removeLines(place, item)],
        verdict: movesToScript.test(name) ? 'check' : 'done',
        what: `The parameter \`${name}\` of \`${module}\` goes.`,
        why: entry.why,
      };
      continue;
    }
    yield {
      place,
      span: item,
      edits: [
        replace(place, item.name, `"${entry.newName}"`),
        ...(newValue === undefined ? [] : [replace(place, value, newValue)]),
      ],
      verdict: 'done',
      what: `\`${name}\` of \`${module}\` is now \`${entry.newName}\`.`,
      why: entry.why,
    };
  }
}

/** Parameters that the target no longer has, and that nothing replaces, go with a note. */
function* dropParameters({ model, to }: UpgradeContext): Generator<UpgradeItem> {
  for (const { item, place } of model.items) {
    if (item.type !== 'modparam' || item.module === undefined || item.name === undefined) continue;
    const module = stringValue(item.module);
    const facts = moduleFacts(module);
    const name = stringValue(item.name);
    const own = facts?.params?.find(one => one.name === name);
    if (facts === undefined || own === undefined || !existsIn(to, facts) || existsIn(to, own)) continue;
    if (own.removed === undefined || !isAtLeast(to, own.removed)) continue;
    yield {
      place,
      span: item,
      edits: [removeLines(place, item)],
      verdict: 'check',
      what: `The parameter \`${name}\` of \`${module}\` goes${own.replacedBy === undefined ? '' : `; replaced by ${own.replacedBy}`}.`,
      why: `It was removed in ${own.removed}. It was set to ${item.value.map(token => token.text).join(' ')}.`,
    };
  }
}

/** Modules that the target asks for: those of functions called, of sockets, and what loaded modules depend on. */
function* loadWanted({ model, to, bodies }: UpgradeContext): Generator<UpgradeItem> {
  const wanted = new Map<string, string>();
  const want = (module: string, why: string) => {
    if (!model.modules.has(module) && !wanted.has(module)) wanted.set(module, why);
  };
  if (isAtLeast(to, '2.1')) {
    for (const protocol of protocolsOf(model)) {
      const module = transports[protocol];
      if (module !== undefined)
        want(module, `Since 2.1 each transport is a module; a socket uses ${protocol}.`);
    }
  }
  for (const { facts } of model.modules.values()) {
    for (const { module, mode, param, function: caller, since, removed } of facts?.depends ?? []) {
      if (module === undefined || mode !== 'required' || param !== undefined || caller !== undefined)
        continue;
      if (!existsIn(to, { since, removed })) continue;
      want(module, `\`${facts?.name ?? ''}\` needs it.`);
    }
  }
  for (const { uses } of bodies) {
    for (const { call } of uses.calls) {
      const name = call.name.text;
      const owners = modulesWithFunction(name).filter(owner => {
        const facts = moduleFacts(owner);
        const own = facts?.functions?.find(one => one.name === name);
        return facts !== undefined && own !== undefined && existsIn(to, facts) && existsIn(to, own);
      });
      const [only] = owners;
      if (only === undefined || owners.length > 1 || model.routes.length === 0) continue;
      if (movedFunctions.has(only)) want(only, `\`${name}\` is a function of it.`);
    }
  }
  for (const [module, why] of wanted) {
    const load = loadModuleEdits(model, module);
    const first = model.items[0];
    if (load === undefined || first === undefined) continue;
    const [edit] = load.edits;
    if (edit === undefined) continue;
    yield {
      place: { uri: load.uri, start: 0 },
      span: { line: edit.range.start.line, start: 0, endLine: edit.range.start.line, end: 0 },
      edits: load.edits.map(one => ({ uri: load.uri, edit: one })),
      verdict: 'done',
      what: `\`${module}.so\` is loaded.`,
      why,
    };
    // One at a time: what it needs itself is loaded with it.
    return;
  }
}

/** Modules that took functions over from others. */
const movedFunctions: ReadonlySet<string> = new Set([
  'sipmsgops',
  'auth_db',
  'auth_aaa',
  'sqlops',
  'topology_hiding',
  'uac_auth',
  'signaling',
  'rtpproxy',
]);

const transports: Readonly<Record<string, string>> = {
  udp: 'proto_udp',
  tcp: 'proto_tcp',
  tls: 'proto_tls',
  sctp: 'proto_sctp',
  ws: 'proto_ws',
  wss: 'proto_wss',
  bin: 'proto_bin',
  hep_udp: 'proto_hep',
  hep_tcp: 'proto_hep',
};

function protocolsOf(model: UpgradeContext['model']): ReadonlySet<string> {
  const found = new Set<string>();
  let sockets = 0;
  for (const { item } of model.items) {
    if (item.type !== 'global' || !/^(socket|listen)$/.test(item.name.text)) continue;
    sockets++;
    if (item.socket !== undefined) found.add(item.socket.protocol.text.toLowerCase());
  }
  if (sockets === 0) found.add('udp');
  return found;
}

/** `usrloc` had a mode without a database as its default; since 3.0 it has to be told. */
function* usrlocMode({ model, to, from }: UpgradeContext): Generator<UpgradeItem> {
  const loaded = model.modules.get('usrloc');
  if (loaded === undefined || !isAtLeast(to, '3.0') || isAtLeast(from, '3.0')) return;
  const isSet = model.items.some(
    ({ item }) =>
      item.type === 'modparam' &&
      item.module !== undefined &&
      /usrloc/.test(item.module.text) &&
      /^"(working_mode_preset|cluster_mode|db_mode|restart_persistency)"$/.test(item.name?.text ?? ''),
  );
  if (isSet) return;
  const next = {
    ...loaded.path,
    line: loaded.path.endLine + 1,
    start: 0,
    endLine: loaded.path.endLine + 1,
    end: 0,
  };
  yield {
    place: loaded.place,
    span: next,
    edits: [
      insertBefore(
        loaded.place,
        next,
        'modparam("usrloc", "working_mode_preset", "single-instance-no-db")\n',
      ),
    ],
    verdict: 'done',
    what: '`working_mode_preset` of `usrloc` is set to "single-instance-no-db".',
    why: 'That is what the old default did.',
  };
}

export const moduleSteps: readonly UpgradeStep[] = [
  moveParameters,
  renameParameters,
  replaceModules,
  usrlocMode,
  dropParameters,
  loadWanted,
];
