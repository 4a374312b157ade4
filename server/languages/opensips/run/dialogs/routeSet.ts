import { parseAddressList } from '../messages/address.ts';
import type { Message } from '../messages/message.ts';
import { parseServerUri, uriParameter, uriPort, uriTransport } from '../messages/uri.ts';
import { CONFIRMED_NA, type Dialog, type DialogLeg, otherLeg } from './dialogs.ts';

/** The Route or Record-Route entries of a message, each with its angle brackets. */
export function routeEntriesOf(message: Message, type: 'route' | 'record-route'): readonly string[] {
  return message
    .all(type)
    .flatMap(({ value }) =>
      (parseAddressList(value) ?? []).map(one => value.slice(one.start, one.end).trim()),
    );
}

function uriOf(entry: string | undefined): string | undefined {
  return entry === undefined ? undefined : parseAddressList(entry)?.[0]?.uri;
}

/**
 * Whether a request within a dialog fits it (dlg_validate_dialog): 1; -1 for its CSeq, -2 for its target, -3 for its
 * route set.
 */
export function validateDialog(
  message: Message,
  dialog: Dialog,
  destination: number,
  isHidden: boolean,
): number {
  const leg = dialog.legs[destination];
  const cseq = Number(message.cseq?.number ?? Number.NaN);
  if (leg === undefined || Number.isNaN(cseq)) return -4;
  if (message.method === 'ACK') {
    if (dialog.legs[otherLeg(dialog, destination)]?.inviteCseq !== cseq) return -1;
  } else if (cseq <= (leg.previousCseq ?? leg.cseq)) return -1;
  if (isHidden || dialog.state < CONFIRMED_NA) return 1;
  if (leg.contact !== undefined) {
    // Only loose routing leaves a target that can be compared.
    if (!message.isLooseRouted) return -4;
    if (!isSameUri(message.uri, leg.contact)) return -2;
  }
  if (message.first('route') === undefined) return leg.routeSet.length > 0 ? -3 : 1;
  const routes = routesLeft(message);
  if (routes.length !== leg.routeSet.length) return -3;
  const differs = routes.some((route, at) => !isSameUri(uriOf(route) ?? '', uriOf(leg.routeSet[at]) ?? ''));
  return differs ? -3 : 1;
}

/** The Route entries that are still there after loose routing took the server's own away. */
function routesLeft(message: Message): readonly string[] {
  const isRemoved = (start: number): boolean =>
    message.edits.some(edit => edit.kind === 'remove' && edit.at === start);
  return message.all('route').flatMap(header => {
    if (isRemoved(header.start)) return [];
    const rewritten = message.edits.find(edit => edit.at === header.valueStart && edit.remove > 0);
    const value = rewritten?.insert ?? header.value;
    return (parseAddressList(value) ?? []).map(one => value.slice(one.start, one.end).trim());
  });
}

/** URIs that name the same place (compare_uris): user and host, port and transport with their defaults. */
function isSameUri(a: string, b: string): boolean {
  if (a === b) return true;
  const [one, other] = [parseServerUri(a), parseServerUri(b)];
  if (one === undefined || other === undefined) return false;
  return (
    one.scheme === other.scheme &&
    one.user === other.user &&
    one.password === other.password &&
    one.host.toLowerCase() === other.host.toLowerCase() &&
    uriPort(one) === uriPort(other) &&
    uriTransport(one) === uriTransport(other)
  );
}

/** Sends a request the way that the dialog knows: its target as Request-URI, its route set as Route (fix_route_dialog). */
export function fixRoute(message: Message, leg: DialogLeg): void {
  message.dstUri = undefined;
  routeTo(message, leg.contact, leg.routeSet);
}

/** Puts a target and a route set in place of those that the request came with. */
export function routeTo(message: Message, target: string | undefined, routeSet: readonly string[]): void {
  const [first, ...others] = routeSet;
  for (const header of message.all('route'))
    if (!message.edits.some(edit => edit.kind === 'remove' && edit.at === header.start))
      message.removeHeader(header);
  const add = (routes: readonly string[]): void => {
    if (routes.length > 0)
      message.edit({ at: message.headersStart, remove: 0, insert: `Route: ${routes.join(',')}\r\n` });
  };
  const firstUri = uriOf(first);
  const isStrict =
    firstUri !== undefined && uriParameter(parseServerUri(firstUri)?.params, 'lr') === undefined;
  if (isStrict) {
    message.newUri = firstUri;
    add(others);
    if (target !== undefined) add([`<${target}>`]);
    return;
  }
  if (target !== undefined) message.newUri = target;
  add(routeSet);
  if (firstUri !== undefined) message.dstUri = firstUri;
}
