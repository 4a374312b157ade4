import { appendAll } from '../../../../../text/longLists.ts';
import { DROP } from '../../flowFlags.ts';
import { inNetwork, isAddress } from '../../messages/network.ts';
import { parseServerUri, type ServerUri, uriPort, uriTransport } from '../../messages/uri.ts';
import { newExecution, runTopRoute } from '../../routes.ts';
import { type Execution, stateKey } from '../../server.ts';
import { addAvp, avpText } from '../../values/scriptVariables.ts';
import { changeUri } from '../../values/uriVariables.ts';
import { integerValue, textValue } from '../../values/value.ts';
import type { Arguments } from '../arguments.ts';
import type { FunctionRun, ModuleModel } from '../model.ts';
import { askFunction } from '../unknown.ts';
import {
  type Carrier,
  type Gateway,
  type RoutingData,
  type Rule,
  routingData,
  routingRows,
  type Target,
  targetsOf,
} from './droutingData.ts';
import { findRule, type Match } from './droutingRules.ts';

type Run = (x: Execution, args: Arguments, data: RoutingData) => number;

/** A function over the tables; a question without them. */
function over(name: string, run: Run): FunctionRun {
  return (x, args) => {
    const data = routingData(x.server);
    return data === undefined ? askFunction(x, name, args) : run(x, args, data);
  };
}

export const drouting: ModuleModel = {
  name: 'drouting',
  functions: {
    do_routing: over('do_routing', route),
    use_next_gw: over('use_next_gw', next),
    next_routing: over('next_routing', next),
    route_to_gw: over('route_to_gw', toGateways),
    route_to_carrier: over('route_to_carrier', toCarriers),
    is_from_gw: over('is_from_gw', (x, args, data) => {
      const { source, transport } = x.message.reception;
      return isGateway(x, args, data, { host: source.address, port: source.port, transport }, 0);
    }),
    goes_to_gw: over('goes_to_gw', (x, args, data) =>
      isGateway(x, args, data, placeOf(x.message.dstUri ?? x.message.uri), 0),
    ),
    dr_is_gw: over('dr_is_gw', (x, args, data) => isGateway(x, args, data, placeOf(args.text(0) ?? ''), 1)),
    dr_disable: over('dr_disable', (x, _, { gateways }) => {
      const id = avpText(x, names(x).gateway);
      if (id === undefined) return -1;
      const found = gateways.get(id);
      if (found !== undefined) found.isDisabled = true;
      return 1;
    }),
    dr_match: over('dr_match', (x, args, { rules }) => {
      const number = args.text(2) ?? '';
      const found = findRule(x, rules, args.number(0) ?? 0, number, 0);
      if (found === undefined) return -1;
      if ((args.text(1) ?? '').includes('L') && found.length !== number.length) return -1;
      if (args.has(3)) args.set(3, textValue(found.rule.attributes));
      keepPrefix(x, number.slice(0, found.length));
      return 1;
    }),
  },
};

/** The AVPs that keep the other gateways; those without a name are not kept. */
function names({ server }: Execution) {
  const name = (parameter: string): string | undefined =>
    server.parameter('drouting', parameter)?.replace(/^\$avp\((?:[si]:)?(.*)\)$/, '$1');
  return {
    uri: name('ruri_avp') ?? '___dr_ruri__',
    gateway: name('gw_id_avp') ?? '___dr_gw_id__',
    socket: name('gw_sock_avp') ?? '___dr_sock__',
    gatewayAttributes: '___dr_gw_att__',
    ruleAttributes: '___dr_ru_att__',
    carrierAttributes: '___dr_cr_att__',
    prefix: name('gw_priprefix_avp'),
    rule: name('rule_id_avp'),
    rulePrefix: name('rule_prefix_avp'),
    carrier: name('carrier_id_avp'),
  };
}

function addLast(x: Execution, name: string | undefined, text: string): void {
  if (name !== undefined) x.avps.set(name, [...(x.avps.get(name) ?? []), textValue(text)]);
}

/** Takes the first value of an AVP away; false without one. */
function shift(x: Execution, name: string | undefined): boolean {
  if (name === undefined) return false;
  const [first, ...rest] = x.avps.get(name) ?? [];
  if (rest.length > 0) x.avps.set(name, rest);
  else x.avps.delete(name);
  return first !== undefined;
}

function forget(x: Execution): void {
  for (const name of Object.values(names(x))) if (name !== undefined) x.avps.delete(name);
}

function keepPrefix(x: Execution, prefix: string): void {
  const name = names(x).rulePrefix;
  if (name !== undefined) addAvp(x, name, textValue(prefix));
}

function groupOf(x: Execution): number | undefined {
  const rows = routingRows(x.server, 'drg_table');
  const uri = parseServerUri(x.message.from?.uri ?? '');
  const column = (parameter: string, name: string): string =>
    x.server.parameter('drouting', parameter) ?? name;
  const usesDomain = x.server.parameterNumber('drouting', 'use_domain', 1) !== 0;
  const found = rows?.find(
    row =>
      row[column('drg_user_col', 'username')] === (uri?.user ?? '') &&
      (!usesDomain || row[column('drg_domain_col', 'domain')] === uri?.host),
  );
  if (found !== undefined) return Number(found[column('drg_grpid_col', 'groupid')] ?? Number.NaN);
  const fallback = x.server.parameter('drouting', 'default_group');
  if (fallback !== undefined && rows !== undefined) return Number(fallback);
  if (rows !== undefined) return undefined;
  const answer = x.server.questions.ask(
    `Which routing group does ${uri?.user ?? 'the caller'} have?`,
    fallback ?? '0',
    ['0', 'no'],
  );
  return answer === 'no' ? undefined : Number.parseInt(answer, 10);
}

/** What a later use_next_gw needs to go on with the next rule. */
interface Fallback {
  readonly number: string;
  readonly index: number;
  readonly uri: ServerUri;
  readonly group: number;
  readonly flags: string;
  readonly allowed: ReadonlySet<string> | undefined;
  /** True for a search that goes on from an earlier one. */
  readonly isContinued: boolean;
}

const fallbacks = stateKey(() => new WeakMap<object, Fallback>());

function route(x: Execution, args: Arguments, data: RoutingData): number {
  const flags = args.text(1) ?? '';
  if (!flags.includes('C')) forget(x);
  const given = args.number(0) ?? -1;
  const group = given < 0 ? groupOf(x) : given;
  const uri = x.message.parsedUri;
  if (group === undefined || Number.isNaN(group) || uri === undefined) return -1;
  const list = args.text(2);
  const known = new Set([...data.gateways.keys(), ...[...data.carriers.keys()].map(id => `#${id}`)]);
  const allowed =
    list === undefined
      ? undefined
      : new Set((targetsOf(list, known) ?? []).map(({ id, isCarrier }) => (isCarrier ? `#${id}` : id)));
  const start: Fallback = {
    number: uri.user ?? '',
    index: 0,
    uri,
    group,
    flags,
    allowed: allowed?.size === 0 ? undefined : allowed,
    isContinued: false,
  };
  return search(x, args, data, start, { rule: 3, gateway: 4, carrier: 5 });
}

interface Places {
  readonly rule: number;
  readonly gateway: number;
  readonly carrier: number;
}

/** Goes from rule to rule until one has a gateway that can be used (do_routing). */
function search(x: Execution, args: Arguments, data: RoutingData, start: Fallback, places: Places): number {
  let { number, index } = start;
  const { flags, group } = start;
  for (;;) {
    const match = findRule(x, data.rules, group, number, index);
    if (match === undefined || (flags.includes('L') && match.length !== number.length)) return -1;
    const { rule } = match;
    if (rule.route !== undefined && !runRuleRoute(x, rule.route)) return -1;
    if (!flags.includes('C')) {
      const count = useRule(x, args, data, start, rule, places);
      if (count === 0) {
        const isLast = match.length === 0 && match.index <= 0;
        if (!flags.includes('F') || isLast) return -1;
        number = number.slice(0, match.length - (match.index === 0 ? 1 : 0));
        index = match.index;
        if (number === '' && index <= 0) return -1;
        continue;
      }
    }
    finish(x, args, rule, number.slice(0, match.length), places);
    if (flags.includes('F')) keepFallback(x, start, match, number);
    return 1;
  }
}

/** The first time, a later search goes on only where the prefix has more rules; from then on with shorter prefixes too. */
function keepFallback(x: Execution, start: Fallback, { index, length }: Match, number: string): void {
  const kept = x.server.state(fallbacks);
  const isLast = length === 0 && index <= 0;
  if (index > 0) kept.set(x.avps, { ...start, number: number.slice(0, length), index, isContinued: true });
  else if (!isLast && start.isContinued)
    kept.set(x.avps, { ...start, number: number.slice(0, Math.max(0, length - 1)), index });
  else kept.delete(x.avps);
}

function finish(x: Execution, args: Arguments, rule: Rule, prefix: string, places: Places): void {
  const own = names(x);
  keepPrefix(x, prefix);
  addAvp(x, own.ruleAttributes, textValue(rule.attributes));
  if (args.has(places.rule)) args.set(places.rule, textValue(rule.attributes));
  if (own.rule !== undefined) addAvp(x, own.rule, integerValue(rule.id));
}

/** Runs the route that a rule names; false where it drops the call. */
function runRuleRoute(x: Execution, name: string): boolean {
  const { server, message, avps, transaction } = x;
  if (server.route('request', name) === undefined) return true;
  const flags = runTopRoute(newExecution(server, { kind: 'request', name, message, avps, transaction }));
  return flags === undefined || (flags & DROP) === 0;
}

/** Puts the gateways of a rule in order; gives how many there are. */
function useRule(
  x: Execution,
  args: Arguments,
  data: RoutingData,
  { uri, allowed }: Fallback,
  rule: Rule,
  places: Places,
): number {
  const used: { readonly gateway: Gateway; readonly carrier: Carrier | undefined }[] = [];
  for (const target of sorted(x, rule.sort, rule.targets)) {
    if (allowed !== undefined && !allowed.has(target.isCarrier ? `#${target.id}` : target.id)) continue;
    if (!target.isCarrier) {
      const gateway = data.gateways.get(target.id);
      if (gateway !== undefined && !gateway.isDisabled) used.push({ gateway, carrier: undefined });
      continue;
    }
    const carrier = data.carriers.get(target.id);
    if (carrier !== undefined) appendAll(used, ofCarrier(x, data, carrier));
  }
  for (const [index, { gateway, carrier }] of used.entries()) use(x, uri, gateway, carrier, index);
  const [first] = used;
  if (first !== undefined) setAttributes(args, first.gateway, first.carrier, places);
  return used.length;
}

function setAttributes(
  args: Arguments,
  gateway: Gateway,
  carrier: Carrier | undefined,
  { gateway: gatewayAt, carrier: carrierAt }: Omit<Places, 'rule'>,
): void {
  if (args.has(gatewayAt)) args.set(gatewayAt, textValue(gateway.attributes));
  if (args.has(carrierAt)) args.set(carrierAt, textValue(carrier?.attributes ?? ''));
}

function ofCarrier(
  x: Execution,
  data: RoutingData,
  carrier: Carrier,
): readonly { readonly gateway: Gateway; readonly carrier: Carrier }[] {
  if (carrier.isDisabled) return [];
  const usable = sorted(x, carrier.sort, carrier.targets).flatMap(({ id }) => {
    const gateway = data.gateways.get(id);
    return gateway === undefined || gateway.isDisabled ? [] : [{ gateway, carrier }];
  });
  return carrier.usesOnlyFirst ? usable.slice(0, 1) : usable;
}

/** By weight (W) the choice is random, by quality (Q) it depends on the history of each gateway, so both are questions. */
function sorted(x: Execution, algorithm: string, targets: readonly Target[]): readonly Target[] {
  const kind = algorithm.charAt(0).toUpperCase();
  if (kind !== 'W' && kind !== 'Q') return targets;
  const rest = [...targets];
  const order: Target[] = [];
  while (rest.length > 0) {
    const possible = kind === 'Q' ? rest : rest.filter(({ weight }) => weight > 0);
    const [likely] = possible.length === 0 ? rest : possible;
    if (likely === undefined) break;
    let chosen = likely;
    if (possible.length > 1) {
      const ids = possible.map(({ id }) => id);
      const which = order.length === 0 ? 'first' : `after ${order.map(({ id }) => id).join(', ')}`;
      const answer = x.server.questions.ask(
        `Which of ${ids.join(', ')} does drouting try ${which}?`,
        likely.id,
        ids,
      );
      chosen = possible.find(({ id }) => id === answer) ?? likely;
    }
    order.push(chosen);
    const at = rest.indexOf(chosen);
    const [first] = rest;
    // The server swaps places in its list.
    if (first !== undefined && at > 0) rest[at] = first;
    rest.shift();
  }
  return order;
}

/** The Request-URI for a gateway (build_ruri): its prefix, the number without the stripped digits, its address. */
function uriFor(uri: ServerUri, gateway: Gateway): string {
  const user = gateway.prefix + (uri.user ?? '').slice(gateway.strip);
  const password = uri.password === undefined || uri.password === '' ? '' : `:${uri.password}`;
  const userPart = user === '' && password === '' ? '' : `${user}${password}@`;
  const params = uri.params === undefined || uri.params === '' ? '' : `;${uri.params}`;
  const headers = uri.headers === undefined || uri.headers === '' ? '' : `?${uri.headers}`;
  return `sip:${userPart}${gateway.address}${params}${headers}`;
}

/** Takes a gateway now, or keeps it for a failover (push_gw_for_usage). */
function use(
  x: Execution,
  uri: ServerUri,
  gateway: Gateway,
  carrier: Carrier | undefined,
  index: number,
): void {
  const own = names(x);
  const text = uriFor(uri, gateway);
  if (index === 0) {
    x.message.newUri = text;
    if (gateway.socket !== undefined) x.message.sendSocket = gateway.socket;
  } else {
    addLast(x, own.uri, text);
    addLast(x, own.socket, gateway.socket?.name ?? '');
  }
  addLast(x, own.gateway, gateway.id);
  addLast(x, own.gatewayAttributes, gateway.attributes);
  addLast(x, own.prefix, gateway.prefix);
  addLast(x, own.carrier, carrier?.id ?? '');
  addLast(x, own.carrierAttributes, carrier?.attributes ?? '');
}

function toGateways(x: Execution, args: Arguments, data: RoutingData): number {
  const uri = x.message.parsedUri;
  if (uri === undefined) return -1;
  let count = 0;
  for (const id of (args.text(0) ?? '').split(',').map(part => part.trim())) {
    if (id === '') return -1;
    const gateway = data.gateways.get(id);
    if (gateway === undefined || gateway.isDisabled) continue;
    use(x, uri, gateway, undefined, count++);
    const carrier = [...data.carriers.values()].find(one => one.targets.some(target => target.id === id));
    if (args.has(1)) args.set(1, textValue(gateway.attributes));
    if (args.has(2) && carrier !== undefined) args.set(2, textValue(carrier.attributes));
  }
  return count === 0 ? -1 : 1;
}

function toCarriers(x: Execution, args: Arguments, data: RoutingData): number {
  const uri = x.message.parsedUri;
  forget(x);
  if (uri === undefined) return -1;
  const used = (args.text(0) ?? '')
    .split(',')
    .map(part => part.trim())
    .flatMap(id => {
      const carrier = data.carriers.get(id);
      return carrier === undefined ? [] : ofCarrier(x, data, carrier);
    });
  for (const [index, { gateway, carrier }] of used.entries()) use(x, uri, gateway, carrier, index);
  const [first] = used;
  if (first === undefined) return -1;
  setAttributes(args, first.gateway, first.carrier, { gateway: 1, carrier: 2 });
  return 1;
}

/** Takes the next of the gateways that were kept, or the next rule; -1 when none is left. */
function next(x: Execution, args: Arguments, data: RoutingData): number {
  const own = names(x);
  const show = (position: number, name: string, isShifted: boolean): void => {
    if (!args.has(position)) return;
    if (isShifted) shift(x, name);
    const text = avpText(x, name);
    if (text !== undefined) args.set(position, textValue(text));
  };
  for (;;) {
    show(0, own.ruleAttributes, false);
    show(1, own.gatewayAttributes, true);
    show(2, own.carrierAttributes, true);
    shift(x, own.prefix);
    shift(x, own.carrier);
    if (!shift(x, own.gateway)) return -1;
    const id = avpText(x, own.gateway);
    const uri = avpText(x, own.uri);
    if (id === undefined || uri === undefined) return nextRule(x, args, data);
    const socket = avpText(x, own.socket);
    shift(x, own.socket);
    shift(x, own.uri);
    const gateway = data.gateways.get(id);
    if (gateway === undefined || gateway.isDisabled) continue;
    x.message.newUri = uri;
    const sending = x.server.sockets.find(one => one.name === socket);
    if (sending !== undefined) x.message.sendSocket = sending;
    return 1;
  }
}

function nextRule(x: Execution, args: Arguments, data: RoutingData): number {
  const kept = x.server.state(fallbacks).get(x.avps);
  if (kept === undefined) return -1;
  forget(x);
  return search(x, args, data, kept, { rule: 0, gateway: 1, carrier: 2 });
}

interface Place {
  readonly host: string;
  readonly port: number;
  readonly transport: string;
}

function placeOf(text: string): Place | undefined {
  const uri = parseServerUri(text);
  if (uri === undefined || !isAddress(uri.host)) return undefined;
  return { host: uri.host, port: uriPort(uri), transport: uriTransport(uri) };
}

/** Whether an address belongs to a gateway, of a certain type if the call gives one (_is_dr_gw). */
function isGateway(
  x: Execution,
  args: Arguments,
  { gateways, carriers }: RoutingData,
  place: Place | undefined,
  shifted: number,
): number {
  if (place === undefined) return -1;
  const type = args.number(shifted) ?? -1;
  const flags = args.text(shifted + 1) ?? '';
  const found = [...gateways.values()].find(
    one =>
      (type < 0 || one.type === type) &&
      inNetwork(place.host, one.host) === true &&
      (flags.includes('n') || place.port === 0 || one.port === place.port) &&
      (!flags.includes('r') || one.transport === place.transport),
  );
  if (found === undefined) return -1;
  const own = names(x);
  if (flags.includes('s') && found.strip > 0) changeUri(x, { strip: found.strip });
  if (flags.includes('p') && found.prefix !== '') {
    if (own.prefix !== undefined) addAvp(x, own.prefix, textValue(found.prefix));
    changeUri(x, { prefix: found.prefix });
  }
  if (args.has(shifted + 2)) args.set(shifted + 2, textValue(found.attributes));
  if (flags.includes('i')) addAvp(x, own.gateway, textValue(found.id));
  const carrier = [...carriers.values()].find(one => one.targets.some(({ id }) => id === found.id));
  if (carrier !== undefined) {
    if (flags.includes('c')) addLast(x, own.carrier, carrier.id);
    if (args.has(shifted + 3)) args.set(shifted + 3, textValue(carrier.attributes));
  }
  return 1;
}
