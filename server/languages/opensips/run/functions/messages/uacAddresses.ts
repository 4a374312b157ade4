import { type Dialog, dialogOf } from '../../dialogs/dialogs.ts';
import { createDialog } from '../../dialogs/lifecycle.ts';
import { type Address, parseAddressHeader } from '../../messages/address.ts';
import type { HeaderField, Message } from '../../messages/message.ts';
import { addRouteParameter } from '../../messages/routeParameters.ts';
import { uriParameter } from '../../messages/uri.ts';
import type { Execution, Server } from '../../server.ts';
import { hasToTag } from '../../tm/relay.ts';
import type { TransactionHooks } from '../../tm/transaction.ts';
import { textValue } from '../../values/value.ts';
import type { Arguments } from '../arguments.ts';
import { directionOf } from '../transactions/rr.ts';

export type AddressType = 'from' | 'to';

/** `uac_replace_from([display], [uri])`; a single argument is the URI. */
export function replaceAddress(x: Execution, args: Arguments, type: AddressType): number {
  const { message, server } = x;
  // The server counts a second call that follows one in the main route as an error of the script.
  const called = `uac replaced ${type}`;
  if (server.isSince('3.4') && message.notes.has(called)) return -10;
  const header = message.first(type);
  const address = header === undefined ? undefined : parseAddressHeader(header.value);
  if (header === undefined || address === undefined) return -1;
  if (x.kind === 'request' && x.name === undefined) message.notes.set(called, 'yes');
  const isOne = args.count === 1;
  const display = isOne ? undefined : args.text(0);
  const uri = isOne ? args.text(0) : args.text(1);
  const mode = server.parameter('uac', 'restore_mode') ?? 'auto';
  const hasUri = uri !== undefined && uri !== '';
  // In this mode a request within a dialog keeps the address that the dialog uses.
  if (mode === 'auto' && hasUri && hasToTag(message)) return -1;
  changeHeader(
    message,
    header,
    written(header, address, display === undefined ? undefined : quoted(display), uri),
  );
  if (!hasUri || mode === 'none') return 1;
  if (
    dialogOf(x) === undefined &&
    server.hasModule('dialog') &&
    server.parameterNumber('uac', 'force_dialog', 0) !== 0
  )
    createDialog(x, '');
  const dialog = dialogOf(x);
  if (dialog === undefined) {
    const stored = encode(`<${uri}>`, address.uri, server.parameter('uac', 'restore_passwd') ?? '');
    addRouteParameter(message, `;${storeName(server, type)}=${stored}`);
  } else keepInDialog(server, dialog, type, address.uri, `<${uri}>`);
  server.whenTransaction(x, transaction => keepForCaller(transaction.hooks, message, type));
  return 1;
}

/** The parameter of Record-Route, or the value of the dialog, that keeps a replaced URI. */
function storeName(server: Server, type: AddressType): string {
  const otherwise = type === 'from' ? 'vsf' : 'vst';
  return server.parameter('uac', type === 'from' ? 'rr_from_store_param' : 'rr_to_store_param') ?? otherwise;
}

/** Where there is a dialog, it keeps both URIs, and requests within it get the one that their receiver knows. */
function keepInDialog(
  server: Server,
  dialog: Dialog,
  type: AddressType,
  original: string,
  replaced: string,
): void {
  dialog.values.set(storeName(server, type), textValue(original));
  dialog.values.set(type === 'from' ? '739823' : '739824', textValue(replaced));
  const note = `uac ${type}`;
  if (dialog.notes.has(note)) return;
  dialog.notes.add(note);
  dialog.hooks.push({
    within: (x, _, leg) => {
      const isUpstream = leg === 0;
      const target = isUpstream === (type === 'from') ? 'to' : 'from';
      const header = x.message.first(target);
      const open = header?.value.indexOf('<') ?? -1;
      const close = header?.value.indexOf('>') ?? -1;
      if (header === undefined || open < 0 || close < 0) return;
      const uri = isUpstream ? `<${original}>` : replaced;
      changeHeader(x.message, header, `${header.value.slice(0, open)}${uri}${header.value.slice(close + 1)}`);
      server.whenTransaction(x, transaction => keepForCaller(transaction.hooks, x.message, target));
    },
  });
}

/** A display name is put in quotes unless it is a token or already quoted (fixup_replace_disp_uri). */
function quoted(display: string): string {
  return display === '' || /^[\w.!%*+`'~-]+$/.test(display) || /^".*"$/s.test(display)
    ? display
    : `"${display}"`;
}

/** The header with another name or URI; its parameters stay. */
function written(
  header: HeaderField,
  address: Address,
  display: string | undefined,
  uri: string | undefined,
): string {
  const close = header.value.indexOf('>');
  const hasBrackets = close >= 0;
  const tail = hasBrackets ? header.value.slice(close + 1) : header.value.slice(address.uri.length);
  const target = uri === undefined || uri === '' ? address.uri : uri;
  const name = display ?? address.name ?? '';
  // The space behind a name that is removed stays.
  const hasSpace = name !== '' || (address.name ?? '') !== '';
  return `${name}${hasSpace ? ' ' : ''}<${target}>${tail}`;
}

function changeHeader(message: Message, header: HeaderField, value: string): void {
  message.edits = message.edits.filter(one => !(one.kind === 'address' && one.at === header.valueStart));
  message.edit({ at: header.valueStart, remove: header.value.length, insert: value, kind: 'address' });
}

/** Replies to the caller contain the header that the caller sent. */
function keepForCaller(hooks: TransactionHooks[], request: Message, type: AddressType): void {
  const original = request.first(type)?.value ?? '';
  hooks.push({
    replyForwarded: (_, reply) => {
      const header = reply.first(type);
      if (header === undefined) return;
      const tag = /;\s*tag=[^;]*/i.exec(header.value)?.[0] ?? '';
      const value = type === 'to' && !/;\s*tag=/i.test(original) ? `${original}${tag}` : original;
      if (value !== header.value) changeHeader(reply, header, value);
    },
  });
}

/** Both URIs combined, as long as the longer one, and with the password; in base 64 with `-` at the end. */
function encode(text: string, other: string, password: string): string {
  const [long, short] = text.length > other.length ? [text, other] : [other, text];
  return btoa(withPassword(combine(long, short), password)).replaceAll('=', '-');
}

function withPassword(text: string, password: string): string {
  return password === '' ? text : combine(text, password.repeat(Math.ceil(text.length / password.length)));
}

function combine(text: string, other: string): string {
  return [...text]
    .map((letter, at) =>
      at < other.length ? String.fromCharCode(letter.charCodeAt(0) ^ other.charCodeAt(at)) : letter,
    )
    .join('');
}

/** A request within the dialog gets the addresses that the other side expects, and its replies those of the sender. */
export function restoreAll(x: Execution): void {
  for (const type of ['from', 'to'] as const) {
    const changed = restoreAddress(x, type);
    if (changed === undefined) continue;
    x.server.whenTransaction(x, transaction => keepForCaller(transaction.hooks, x.message, changed));
  }
}

/** Puts a URI into From or To as the Route says (restore_uri); gives the header that changed, if one did. */
export function restoreAddress(x: Execution, type: AddressType): AddressType | undefined {
  const { message, server } = x;
  if (server.parameter('uac', 'restore_mode') === 'none')
    server.stop('OpenSIPS crashes here: with `restore_mode` set to `none`, nothing can be restored.');
  const params = message.routeParams;
  const stored = uriParameter(params, storeName(server, type));
  const isUpstream = directionOf(message) === 'upstream';
  const target = isUpstream === (type === 'from') ? 'to' : 'from';
  const header = message.first(target);
  const address = header === undefined ? undefined : parseAddressHeader(header.value);
  if (stored === undefined || header === undefined || address === undefined) return undefined;
  const close = header.value.indexOf('>');
  const open = header.value.indexOf('<');
  // What came with brackets is combined with brackets.
  const password = server.parameter('uac', 'restore_passwd') ?? '';
  const known = decode(stored, isUpstream ? `<${address.uri}>` : address.uri, password);
  if (known === undefined || close < 0 || open < 0) return undefined;
  const uri = isUpstream ? `<${known}>` : known;
  changeHeader(message, header, `${header.value.slice(0, open)}${uri}${header.value.slice(close + 1)}`);
  return target;
}

/** Undefined where the current URI is longer than both that were combined. */
function decode(stored: string, current: string, password: string): string | undefined {
  try {
    const known = withPassword(atob(stored.replace(/-/g, '=')), password);
    if (known.length < current.length) return undefined;
    const text = combine(known, current);
    return known.length === current.length ? text.replace(/\0+$/, '') || undefined : text;
  } catch {
    return undefined;
  }
}
