import { inNetwork, isAddress } from '../../messages/network.ts';
import { parseServerUri, uriPort, uriTransport } from '../../messages/uri.ts';
import type { Execution } from '../../server.ts';
import { addAvp, appendAvp, avpText, shiftAvp } from '../../values/scriptVariables.ts';
import { changeUri } from '../../values/uriVariables.ts';
import { textValue } from '../../values/value.ts';
import { setVariable, variableOf } from '../../values/variables.ts';
import type { Arguments } from '../arguments.ts';
import type { FunctionRun, ModuleModel } from '../model.ts';
import { askFunction } from '../unknown.ts';
import { hasPartitions, type RoutingData, routingData } from './droutingData.ts';
import { forgetGateways, gatewaysOf, setAttributes, useGateway, useGateways } from './droutingGateways.ts';
import { findRule } from './droutingRules.ts';
import { keepPrefix, nextRule, routeByRules } from './droutingSelection.ts';

type Run = (x: Execution, args: Arguments, data: RoutingData) => number;

/** What a call does with the partition `*`. */
type Wildcard = 'each' | 'fails';

/**
 * A function over the tables; a question without them. `place` is the position of the argument for the partition; some
 * functions go through all of them with `*`, and say in a variable which one it was.
 */
function over(name: string, place: number, wildcard: Wildcard, run: Run): FunctionRun {
  return (x, args) => {
    const all = routingData(x.server);
    if (all === undefined) return askFunction(x, name, args);
    const wanted = args.text(place);
    if (!hasPartitions(x.server) && wanted === undefined) {
      const [single] = all;
      return single === undefined ? -1 : run(x, args, single);
    }
    if (wanted !== '*') {
      const data = all.find(({ partition }) => partition === wanted);
      return data === undefined ? -1 : run(x, args, data);
    }
    if (wildcard === 'fails') return -1;
    for (const data of all) {
      const code = run(x, args, data);
      if (code < 0) continue;
      const written = x.server.parameter('drouting', 'partition_id_pvar');
      const variable = written === undefined ? undefined : variableOf(x, written);
      if (variable !== undefined) setVariable(x, variable, textValue(data.partition));
      return code;
    }
    return -1;
  };
}

export const drouting: ModuleModel = {
  name: 'drouting',
  functions: {
    do_routing: over('do_routing', 6, 'each', routeByRules),
    use_next_gw: over('use_next_gw', 3, 'fails', next),
    next_routing: over('next_routing', 3, 'fails', next),
    route_to_gw: over('route_to_gw', 3, 'fails', toGateways),
    route_to_carrier: over('route_to_carrier', 3, 'fails', toCarriers),
    is_from_gw: over('is_from_gw', 4, 'each', (x, args, data) => {
      const { source, transport } = x.message.reception;
      return isGateway(x, args, data, { host: source.address, port: source.port, transport }, 0);
    }),
    goes_to_gw: over('goes_to_gw', 4, 'each', (x, args, data) =>
      isGateway(x, args, data, placeOf(x.message.dstUri ?? x.message.uri), 0),
    ),
    dr_is_gw: over('dr_is_gw', 5, 'each', (x, args, data) =>
      isGateway(x, args, data, placeOf(args.text(0) ?? ''), 1),
    ),
    dr_disable: over('dr_disable', 0, 'fails', (x, _, { gateways, avps }) => {
      const id = avpText(x, avps.gateway);
      if (id === undefined) return -1;
      const found = gateways.get(id);
      if (found !== undefined) found.isDisabled = true;
      return 1;
    }),
    dr_match: over('dr_match', 4, 'fails', (x, args, data) => {
      const number = args.text(2) ?? '';
      const found = findRule(x, data.rules, args.number(0) ?? 0, number, 0);
      if (found === undefined) return -1;
      if ((args.text(1) ?? '').includes('L') && found.length !== number.length) return -1;
      if (args.has(3)) args.set(3, textValue(found.rule.attributes));
      keepPrefix(x, data, number.slice(0, found.length));
      return 1;
    }),
  },
};

function toGateways(x: Execution, args: Arguments, data: RoutingData): number {
  const uri = x.message.parsedUri;
  if (uri === undefined) return -1;
  let count = 0;
  for (const id of (args.text(0) ?? '').split(',').map(part => part.trim())) {
    if (id === '') return -1;
    const gateway = data.gateways.get(id);
    if (gateway === undefined || gateway.isDisabled) continue;
    useGateway(x, data, uri, { gateway, carrier: undefined }, count++);
    const carrier = [...data.carriers.values()].find(one => one.targets.some(target => target.id === id));
    if (args.has(1)) args.set(1, textValue(gateway.attributes));
    if (args.has(2) && carrier !== undefined) args.set(2, textValue(carrier.attributes));
  }
  return count === 0 ? -1 : 1;
}

function toCarriers(x: Execution, args: Arguments, data: RoutingData): number {
  const uri = x.message.parsedUri;
  forgetGateways(x, data);
  if (uri === undefined) return -1;
  const used = (args.text(0) ?? '')
    .split(',')
    .map(part => part.trim())
    .flatMap(id => {
      const carrier = data.carriers.get(id);
      return carrier === undefined ? [] : gatewaysOf(x, data, carrier);
    });
  useGateways(x, data, uri, used);
  const [first] = used;
  if (first === undefined) return -1;
  setAttributes(args, first, { gateway: 1, carrier: 2 });
  return 1;
}

/** Takes the next of the gateways that were kept, or the next rule; -1 when none is left. */
function next(x: Execution, args: Arguments, data: RoutingData): number {
  const { avps: own } = data;
  const show = (position: number, name: string, isShifted: boolean): void => {
    if (!args.has(position)) return;
    if (isShifted) shiftAvp(x, name);
    const text = avpText(x, name);
    if (text !== undefined) args.set(position, textValue(text));
  };
  for (;;) {
    show(0, own.ruleAttributes, false);
    show(1, own.gatewayAttributes, true);
    show(2, own.carrierAttributes, true);
    if (own.prefix !== undefined) shiftAvp(x, own.prefix);
    if (own.carrier !== undefined) shiftAvp(x, own.carrier);
    if (!shiftAvp(x, own.gateway)) return -1;
    const id = avpText(x, own.gateway);
    const uri = avpText(x, own.uri);
    if (id === undefined || uri === undefined) return nextRule(x, args, data);
    const socket = avpText(x, own.socket);
    shiftAvp(x, own.socket);
    shiftAvp(x, own.uri);
    const gateway = data.gateways.get(id);
    if (gateway === undefined || gateway.isDisabled) continue;
    x.message.newUri = uri;
    const sending = x.server.sockets.find(one => one.name === socket);
    if (sending !== undefined) x.message.sendSocket = sending;
    return 1;
  }
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
  { gateways, carriers, avps: own }: RoutingData,
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
  if (flags.includes('s') && found.strip > 0) changeUri(x, { strip: found.strip });
  if (flags.includes('p') && found.prefix !== '') {
    if (own.prefix !== undefined) addAvp(x, own.prefix, textValue(found.prefix));
    changeUri(x, { prefix: found.prefix });
  }
  if (args.has(shifted + 2)) args.set(shifted + 2, textValue(found.attributes));
  if (flags.includes('i')) addAvp(x, own.gateway, textValue(found.id));
  const carrier = [...carriers.values()].find(one => one.targets.some(({ id }) => id === found.id));
  if (carrier !== undefined) {
    if (flags.includes('c') && own.carrier !== undefined) appendAvp(x, own.carrier, textValue(carrier.id));
    if (args.has(shifted + 3)) args.set(shifted + 3, textValue(carrier.attributes));
  }
  return 1;
}
