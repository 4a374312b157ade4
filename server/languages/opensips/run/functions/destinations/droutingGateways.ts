import type { ServerUri } from '../../messages/uri.ts';
import type { Execution } from '../../server.ts';
import { appendAvp } from '../../values/scriptVariables.ts';
import { textValue } from '../../values/value.ts';
import type { Arguments } from '../arguments.ts';
import type { Carrier, Gateway, RoutingData, Target } from './droutingData.ts';

/** Deletes all that an earlier search kept. */
export function forgetGateways(x: Execution, { avps }: RoutingData): void {
  for (const name of Object.values(avps)) if (name !== undefined) x.avps.delete(name);
}

/** A gateway, with the carrier that led to it. */
export interface CarriedGateway {
  readonly gateway: Gateway;
  readonly carrier: Carrier | undefined;
}

/** Takes the first of some gateways, and keeps the others for a failover. */
export function useGateways(
  x: Execution,
  data: RoutingData,
  uri: ServerUri,
  gateways: readonly CarriedGateway[],
): void {
  for (const [index, one] of gateways.entries()) useGateway(x, data, uri, one, index);
}

/** Takes a gateway now, or keeps it for a failover (push_gw_for_usage). */
export function useGateway(
  x: Execution,
  { avps: own }: RoutingData,
  uri: ServerUri,
  { gateway, carrier }: CarriedGateway,
  index: number,
): void {
  const text = uriFor(uri, gateway);
  if (index === 0) {
    x.message.newUri = text;
    if (gateway.socket !== undefined) x.message.sendSocket = gateway.socket;
  } else {
    keep(x, own.uri, text);
    keep(x, own.socket, gateway.socket?.name ?? '');
  }
  keep(x, own.gateway, gateway.id);
  keep(x, own.gatewayAttributes, gateway.attributes);
  keep(x, own.prefix, gateway.prefix);
  keep(x, own.carrier, carrier?.id ?? '');
  keep(x, own.carrierAttributes, carrier?.attributes ?? '');
}

function keep(x: Execution, name: string | undefined, text: string): void {
  if (name !== undefined) appendAvp(x, name, textValue(text));
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

/** The gateways of a carrier that can be used, in order. */
export function gatewaysOf(x: Execution, data: RoutingData, carrier: Carrier): readonly CarriedGateway[] {
  if (carrier.isDisabled) return [];
  const usable = inOrder(x, carrier.sort, carrier.targets).flatMap(({ id }) => {
    const gateway = data.gateways.get(id);
    return gateway === undefined || gateway.isDisabled ? [] : [{ gateway, carrier }];
  });
  return carrier.usesOnlyFirst ? usable.slice(0, 1) : usable;
}

/** By weight (W) the choice is random, by quality (Q) it depends on the history of each gateway, so both are questions. */
export function inOrder(x: Execution, algorithm: string, targets: readonly Target[]): readonly Target[] {
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

/** The positions of arguments that take attributes. */
export interface AttributePlaces {
  readonly gateway: number;
  readonly carrier: number;
}

export function setAttributes(
  args: Arguments,
  { gateway, carrier }: CarriedGateway,
  { gateway: gatewayAt, carrier: carrierAt }: AttributePlaces,
): void {
  if (args.has(gatewayAt)) args.set(gatewayAt, textValue(gateway.attributes));
  if (args.has(carrierAt)) args.set(carrierAt, textValue(carrier?.attributes ?? ''));
}
