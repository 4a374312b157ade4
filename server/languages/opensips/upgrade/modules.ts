import { loadModuleEdits } from '../check/loadModule.ts';
import { moduleFacts, modulesWithFunction } from '../facts/facts.ts';
import { existsIn, isAtLeast } from '../facts/versions.ts';
import type { PlacedItem } from '../model/placed.ts';
import { dropPatterns, moveParameters, replaceModules } from './goneModules.ts';
import { dropParameters, renameParameters } from './parameters.ts';
import { insertBefore, lineBelow, type UpgradeContext, type UpgradeItem, type UpgradeStep } from './step.ts';
import { oldTlsGlobals } from './tls.ts';

export const moduleSteps: readonly UpgradeStep[] = [
  moveParameters,
  renameParameters,
  replaceModules,
  dropPatterns,
  usrlocMode,
  dropParameters,
  loadWanted,
];

/** Modules that the target version requires: for the functions called, for sockets, and for loaded modules. */
function* loadWanted({ model, to, bodies }: UpgradeContext): Generator<UpgradeItem> {
  const wanted = new Map<string, string>();
  const want = (module: string, why: string) => {
    if (!model.modules.has(module) && !wanted.has(module)) wanted.set(module, why);
  };
  if (isAtLeast(to, '2.1')) {
    for (const protocol of protocolsOf(model)) {
      const module = transports[protocol];
      if (module !== undefined)
        want(module, `Since 2.1 every transport is a module, and a socket uses ${protocol}.`);
    }
    const isTlsSetting = ({ item }: PlacedItem): boolean =>
      item.type === 'global' && Object.hasOwn(oldTlsGlobals, item.name.text);
    if (model.items.some(isTlsSetting)) want('tls_mgm', 'Since 2.1 TLS is configured in modules.');
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
      if (movedFunctions.has(only)) want(only, `\`${name}\` is one of its functions.`);
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

/** Modules that took over functions from others. */
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

/** The default of `usrloc` was a mode without a database; since 3.0 the mode must be set. */
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
  const next = lineBelow(loaded.path);
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
