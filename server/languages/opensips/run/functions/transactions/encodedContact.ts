import { routeEntriesOf, routeTo } from '../../dialogs/routeSet.ts';
import { parseAddressList } from '../../messages/address.ts';
import type { Message } from '../../messages/message.ts';
import { parseServerUri, uriParameter } from '../../messages/uri.ts';
import type { Execution, Server } from '../../server.ts';
import { isMyself, socketText } from '../../sockets.ts';
import type { Transaction } from '../../tm/transaction.ts';
import { decode64, encode64 } from './callIdHiding.ts';
import { dropRoutes, dropVias, onlyContact, replaceContact, restore } from './hiddenMessage.ts';

/** Bits of the flags that an encoded Contact carries. */
const KEEP_USER = 4;
const flagOf: ReadonlyMap<string, number> = new Map([
  ['U', KEEP_USER],
  ['C', 8],
  ['D', 16],
  ['a', 32],
  ['A', 64],
]);

/** The user parts that Contacts show. */
export interface Users {
  readonly caller: string | undefined;
  readonly callee: string | undefined;
}

/** Without a dialog, the Contact itself carries what is hidden (topo_hiding_no_dlg). */
export function hideInContacts(x: Execution, letters: string, users: Users): number {
  const { message, server } = x;
  // Those that need a dialog are written too.
  const flags = [...flagOf].reduce((sum, [letter, bit]) => (letters.includes(letter) ? sum + bit : sum), 0);
  const kept = flags & KEEP_USER;
  dropRoutes(message);
  dropVias(message);
  if (!encodeContact(server, message, flags, undefined, users.caller)) return -1;
  server.whenTransaction(x, transaction => {
    transaction.hooks.push({
      replyForwarded: (_, reply) =>
        answerEncoded(server, reply, transaction, {
          flags: kept,
          routes: undefined,
          user: kept === 0 ? users.callee : undefined,
          record: routeEntriesOf(transaction.request, 'record-route'),
        }),
    });
  });
  return 1;
}

/** A request whose Request-URI is such a Contact (topo_no_dlg_seq_handling). */
export function matchEncoded(x: Execution): number {
  const { message, server } = x;
  const uri = message.parsedUri;
  if (uri === undefined || message.first('route') !== undefined) return -1;
  if (!isMyself(server, uri.host, uri.portNumber === 0 ? 5060 : uri.portNumber)) return -1;
  const info = uriParameter(uri.params, encodeParameter(server).toLowerCase());
  if (info === undefined) return -1;
  const parts = readParts(decode64(info, password(server)));
  if (parts === undefined) return -1;
  const [routeText = '', contact = '', flagText = '', place = ''] = parts;
  const routes = (parseAddressList(routeText) ?? []).map(one => routeText.slice(one.start, one.end));
  dropVias(message);
  for (const header of message.all('record-route')) message.removeHeader(header);
  message.dstUri = undefined;
  routeTo(message, contact === '' ? undefined : contact, routeText === '' ? [] : routes);
  const flags = /^\d+$/.test(flagText) ? Number(flagText) : 0;
  const socket = server.sockets.find(one => socketText(one) === place);
  if (socket !== undefined) message.sendSocket = socket;
  server.whenTransaction(x, transaction => {
    transaction.hooks.push({
      replyForwarded: (_, reply) =>
        answerEncoded(server, reply, transaction, {
          flags,
          routes: routeText === '' ? undefined : routes,
          user: undefined,
          record: [],
        }),
    });
  });
  return encodeContact(server, message, flags, undefined, undefined) ? 1 : -1;
}

interface Answering {
  readonly flags: number;
  readonly routes: readonly string[] | undefined;
  readonly user: string | undefined;
  readonly record: readonly string[];
}

function answerEncoded(
  server: Server,
  reply: Message,
  transaction: Transaction,
  { flags, routes, user, record }: Answering,
): void {
  dropVias(reply);
  if (reply.code < 300 || reply.code >= 400) {
    if (!encodeContact(server, reply, flags, routes, user)) return;
  }
  restore(reply, transaction, record);
}

/** Routes, Contact, flags and socket in one parameter (build_encoded_contact_suffix); false for a Contact that cannot be read. */
function encodeContact(
  server: Server,
  message: Message,
  flags: number,
  routes: readonly string[] | undefined,
  shown: string | undefined,
): boolean {
  const header = message.first('contact');
  if (header === undefined) return true;
  const contact = onlyContact(header);
  if (contact === undefined) return false;
  const recorded = routeEntriesOf(message, 'record-route');
  const set = routes ?? (message.isRequest ? recorded : recorded.toReversed());
  const parts = [set.join(','), contact.uri, String(flags), socketText(message.reception.socket)];
  const plain = parts
    .map(part => String.fromCharCode(part.length & 255, (part.length >> 8) & 255) + part)
    .join('');
  const user = shown ?? ((flags & KEEP_USER) !== 0 ? parseServerUri(contact.uri)?.user : undefined);
  const suffix = `;${encodeParameter(server)}=${encode64(plain, password(server))}`;
  dropRoutes(message);
  replaceContact(server, message, header, contact, user, suffix);
  return true;
}

/** Four texts, each behind its length in two bytes. */
function readParts(text: string): readonly string[] | undefined {
  const parts: string[] = [];
  let at = 0;
  for (let count = 0; count < 4; count++) {
    if (at + 2 > text.length) return undefined;
    const length = text.charCodeAt(at) + text.charCodeAt(at + 1) * 256;
    at += 2;
    if (at + length > text.length) return undefined;
    parts.push(text.slice(at, at + length));
    at += length;
  }
  return parts;
}

function password(server: Server): string {
  return server.parameter('topology_hiding', 'th_contact_encode_passwd') ?? 'ToPoCtPaSS';
}

function encodeParameter(server: Server): string {
  return server.parameter('topology_hiding', 'th_contact_encode_param') ?? 'thinfo';
}
