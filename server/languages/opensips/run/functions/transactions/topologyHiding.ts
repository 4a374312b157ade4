import { type Dialog, type DialogLeg, dialogName, dialogOf, dialogParameter } from '../../dialogs/dialogs.ts';
import { createDialog, matchDialog, matchModeOf, nameInUri } from '../../dialogs/lifecycle.ts';
import { fixRoute, routeEntriesOf, routeTo } from '../../dialogs/routeSet.ts';
import { type Address, addressParameter, parseAddressList } from '../../messages/address.ts';
import { markedVia, sendingPlace } from '../../messages/build.ts';
import type { HeaderField, Message } from '../../messages/message.ts';
import { parseServerUri, uriParameter } from '../../messages/uri.ts';
import type { Execution, Server } from '../../server.ts';
import { isMyself, socketText } from '../../sockets.ts';
import type { Transaction } from '../../tm/transaction.ts';
import { nullValue, textValue } from '../../values/value.ts';
import type { ModuleModel } from '../model.ts';
import { decode64, encode64, hiddenCallId, hideCallIds } from './callIdHiding.ts';

/** Bits of the flags that an encoded Contact carries. */
const KEEP_USER = 4;

interface Users {
  readonly caller: string | undefined;
  readonly callee: string | undefined;
}

export const topologyHiding: ModuleModel = {
  name: 'topology_hiding',
  functions: {
    topology_hiding: (x, args) => hide(x, args.text(0) ?? '', usersOf(args.text(1))),
    topology_hiding_match: (x, args) => {
      const mode = args.text(0);
      const name = nameInUri(x);
      if (
        x.server.hasModule('dialog') &&
        matchDialog(x, mode === undefined ? undefined : matchModeOf(mode), name) !== undefined
      )
        return 1;
      return matchEncoded(x);
    },
  },
  variables: {
    TH_callee_callid: {
      get: x => {
        const dialog = dialogOf(x);
        return dialog?.notes.has('hides Call-ID') === true
          ? textValue(hiddenCallId(x.server, dialog.callId))
          : nullValue;
      },
    },
  },
  start: server => hideCallIds(server),
};

/** Hides what lies behind the server from the start of a dialog on (topology_hiding). */
function hide(x: Execution, flags: string, users: Users): number {
  const { message, server } = x;
  if (message.to === undefined || (addressParameter(message.to, 'tag') ?? '') !== '') return -1;
  if (server.hasModule('dialog')) {
    if (dialogOf(x) === undefined && server.parameterNumber('topology_hiding', 'force_dialog', 0) !== 0)
      if (createDialog(x) < 0) return -1;
    const dialog = dialogOf(x);
    if (dialog !== undefined) return hideWithDialog(x, dialog, flags, users);
  }
  return hideInContacts(x, flags.includes('U') ? KEEP_USER : 0, users);
}

/** `contact`, or `/caller/callee`: the user parts that Contacts show. */
function usersOf(text: string | undefined): Users {
  const given = (text ?? '').trim();
  if (given === '') return { caller: undefined, callee: undefined };
  if (!given.startsWith('/')) return { caller: given, callee: given };
  const [, caller = '', callee = ''] = /^\/([^/]*)(?:\/(.*))?$/.exec(given) ?? [];
  return { caller: caller.trim() || undefined, callee: callee.trim() || undefined };
}

function hideWithDialog(x: Execution, dialog: Dialog, flags: string, users: Users): number {
  const { message, server } = x;
  const isEngaged = dialog.notes.has('topology hiding');
  dialog.notes.add('topology hiding');
  if (flags.includes('U')) dialog.notes.add('keeps user');
  if (flags.includes('C')) dialog.notes.add('hides Call-ID');
  if (flags.includes('D')) dialog.notes.add('name in user');
  if (isEngaged) return 1;
  const name = (side: 'caller' | 'callee'): string =>
    server.parameter('topology_hiding', `th_contact_${side}_username_var`) ??
    `_th_contact_${side}_username_var_`;
  if (users.caller !== undefined) dialog.values.set(name('caller'), textValue(users.caller));
  if (users.callee !== undefined) dialog.values.set(name('callee'), textValue(users.callee));
  dropRoutes(message);
  dropVias(message);
  showDialog(server, message, dialog);
  dialog.hooks.push({
    reply: (_, reply, transaction) => {
      if (reply.code < 300 || reply.code >= 400) showDialog(server, reply, dialog);
      restore(reply, transaction, dialog.legs[0]);
    },
    within: (within, _, leg) => sendWithin(within, dialog, leg),
  });
  return 1;
}

/** A request within a dialog that is hidden goes on as one of the server's own (topo_dlg_onroute). */
function sendWithin(x: Execution, dialog: Dialog, destination: number): void {
  const { message, server } = x;
  const leg = dialog.legs[destination];
  if (leg === undefined) return;
  dropVias(message);
  dropRoutes(message);
  fixRoute(message, leg);
  message.sendSocket = leg.socket;
  showDialog(server, message, dialog);
  server.whenTransaction(x, transaction => {
    transaction.hooks.push({
      replyForwarded: (_, reply) => {
        showDialog(server, reply, dialog);
        restore(reply, transaction, undefined);
      },
    });
  });
}

/** Takes the Record-Route headers away, the server's own too. */
function dropRoutes(message: Message): void {
  message.recordRoutes = [];
  for (const header of message.all('record-route')) message.removeHeader(header);
}

function dropVias(message: Message): void {
  for (const header of message.all('via')) message.removeHeader(header);
}

/** Gives a reply the Via headers of its request again, and the routes that its receiver knows. */
function restore(reply: Message, transaction: Transaction, leg: DialogLeg | undefined): void {
  const { request } = transaction;
  dropRoutes(reply);
  const marked = request.forcesRport || hasRport(request) ? markedVia(request, 'reply') : undefined;
  const vias = request
    .all('via')
    .map(header => `${header.name}: ${header === marked?.header ? marked.value : header.value}\r\n`)
    .join('');
  const routes = leg?.routeSet ?? [];
  const record = routes.length === 0 ? '' : `Record-Route: ${routes.join(',')}\r\n`;
  reply.edit({ at: reply.headersStart, remove: 0, insert: vias + record });
}

function hasRport(request: Message): boolean {
  return /;\s*rport/i.test((request.value('via') ?? '').split(',')[0] ?? '');
}

/** Puts the server itself, with the name of the dialog, into the Contact (topo_dlg_replace_contact). */
function showDialog(server: Server, message: Message, dialog: Dialog): void {
  const header = message.first('contact');
  if (header === undefined) return;
  const parameter = dialogParameter(server);
  const contact = onlyContact(header);
  const kept = dialog.notes.has('keeps user') ? parseServerUri(contact?.uri ?? '')?.user : undefined;
  const isInUser = dialog.notes.has('name in user');
  const user = isInUser ? `${kept ?? 'X'}.${parameter}.${dialogName(dialog)}` : kept;
  const name = isInUser ? '' : `;${parameter}=${dialogName(dialog)}`;
  replaceContact(server, message, header, contact, user, name);
}

function onlyContact(header: HeaderField): Address | undefined {
  const list = parseAddressList(header.value);
  return list?.length === 1 ? list[0] : undefined;
}

/** The address of the socket is known when the message leaves. */
function replaceContact(
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

/** Without a dialog, the Contact itself carries what is hidden (topo_hiding_no_dlg). */
function hideInContacts(x: Execution, flags: number, users: Users): number {
  const { message, server } = x;
  dropRoutes(message);
  dropVias(message);
  if (!encodeContact(server, message, flags, undefined, users.caller)) return -1;
  server.whenTransaction(x, transaction => {
    transaction.hooks.push({
      replyForwarded: (_, reply) =>
        answerEncoded(server, reply, transaction, {
          flags,
          routes: undefined,
          user: flags === 0 ? users.callee : undefined,
          record: routeEntriesOf(transaction.request, 'record-route'),
        }),
    });
  });
  return 1;
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
  restore(reply, transaction, record.length === 0 ? undefined : recordLeg(transaction, record));
}

function recordLeg(transaction: Transaction, routeSet: readonly string[]): DialogLeg {
  return {
    tag: '',
    contact: undefined,
    routeSet,
    cseq: 0,
    previousCseq: undefined,
    inviteCseq: undefined,
    socket: transaction.request.reception.socket,
    hasAnswered: true,
  };
}

function password(server: Server): string {
  return server.parameter('topology_hiding', 'th_contact_encode_passwd') ?? 'ToPoCtPaSS';
}

function encodeParameter(server: Server): string {
  return server.parameter('topology_hiding', 'th_contact_encode_param') ?? 'thinfo';
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

/** A request whose Request-URI is such a Contact (topo_no_dlg_seq_handling). */
function matchEncoded(x: Execution): number {
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
