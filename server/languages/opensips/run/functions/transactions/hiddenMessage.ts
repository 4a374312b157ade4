import { type Address, addressParameter, parseAddressList } from '../../messages/address.ts';
import { markedVia, sendingPlace } from '../../messages/build.ts';
import type { HeaderField, Message } from '../../messages/message.ts';
import { parseServerUri, uriParameter } from '../../messages/uri.ts';
import type { Server } from '../../server.ts';
import type { Transaction } from '../../tm/transaction.ts';

/** Takes the Record-Route headers away, the server's own too, and the parameters that wait for one. */
export function dropRoutes(message: Message): void {
  message.recordRoutes = [];
  message.pendingRouteParams = '';
  for (const header of message.all('record-route')) message.removeHeader(header);
}

export function dropVias(message: Message): void {
  for (const header of message.all('via')) message.removeHeader(header);
}

/** Gives a reply the Via headers of its request again, and the routes that its receiver knows. */
export function restore(reply: Message, transaction: Transaction, routeSet: readonly string[]): void {
  const { request } = transaction;
  dropRoutes(reply);
  const marked = request.forcesRport || hasRport(request) ? markedVia(request, 'reply') : undefined;
  const vias = request
    .all('via')
    .map(header => `${header.name}: ${header === marked?.header ? marked.value : header.value}\r\n`)
    .join('');
  const record = routeSet.length === 0 ? '' : `Record-Route: ${routeSet.join(',')}\r\n`;
  reply.edit({ at: reply.headersStart, remove: 0, insert: vias + record });
}

function hasRport(request: Message): boolean {
  return /;\s*rport/i.test((request.value('via') ?? '').split(',')[0] ?? '');
}

export function onlyContact(header: HeaderField): Address | undefined {
  const list = parseAddressList(header.value);
  return list?.length === 1 ? list[0] : undefined;
}

/** Writes a Contact that leads to the server. The address of the socket is known when the message leaves. */
export function replaceContact(
  server: Server,
  message: Message,
  header: HeaderField,
  contact: Address | undefined,
  user: string | undefined,
  suffix: string,
): void {
  const kept = passedParameters(server, contact);
  const userPart = user === undefined || user === '' ? '' : `${user}@`;
  // What other functions did to the Contact goes with it.
  message.edits = message.edits.filter(edit => edit.kind !== 'contact');
  message.edit({
    at: header.valueStart,
    remove: header.value.length,
    insert: `<sip:${userPart}${sendingPlace}${suffix}${kept.ofUri}>${kept.ofHeader}`,
    kind: 'contact',
  });
}

/** Parameters of the Contact that the script lets through. */
function passedParameters(
  server: Server,
  contact: Address | undefined,
): { readonly ofUri: string; readonly ofHeader: string } {
  const names = (parameter: string): readonly string[] =>
    (server.parameter('topology_hiding', parameter) ?? '')
      .split(';')
      .filter(name => name !== '')
      .toReversed();
  const params = parseServerUri(contact?.uri ?? '')?.params;
  const ofUri = names('th_passed_contact_uri_params').map(name => {
    const value = uriParameter(params, name.toLowerCase());
    return value === undefined ? '' : `;${name}${value === '' ? '' : `=${value}`}`;
  });
  const ofHeader = names('th_passed_contact_params').map(name => {
    const value = addressParameter(contact, name.toLowerCase());
    if (value === undefined) return '';
    const shown = /^[\w.!%*+`'~:[\]-]*$/.test(value) ? value : `"${value}"`;
    return `;${name}${value === '' ? '' : `=${shown}`}`;
  });
  return { ofUri: ofUri.join(''), ofHeader: ofHeader.join('') };
}
