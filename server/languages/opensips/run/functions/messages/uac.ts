import { routeHooks } from '../../hooks.ts';
import {
  type Address,
  addressParameter,
  parseAddressHeader,
  parseAddressList,
} from '../../messages/address.ts';
import { type HeaderField, type Message, newBranch } from '../../messages/message.ts';
import { addRouteParameter } from '../../messages/routeParameters.ts';
import { uriParameter } from '../../messages/uri.ts';
import type { Execution } from '../../server.ts';
import { hasToTag } from '../../tm/relay.ts';
import type { TransactionHooks } from '../../tm/transaction.ts';
import type { Arguments } from '../arguments.ts';
import type { ModuleModel } from '../model.ts';
import { directionOf } from '../transactions/rr.ts';
import { authenticate } from './uacAuth.ts';

export const uac: ModuleModel = {
  name: 'uac',
  functions: {
    uac_replace_from: (x, args) => replaceAddress(x, args, 'from'),
    uac_replace_to: (x, args) => replaceAddress(x, args, 'to'),
    uac_auth: authenticate,
  },
  start: server => {
    if ((server.parameter('uac', 'restore_mode') ?? 'auto') === 'none') return;
    server.state(routeHooks).push((x, params) => restore(x, params));
  },
};

/** `uac_replace_from([display], [uri])`; a single argument is the URI. */
function replaceAddress(x: Execution, args: Arguments, type: 'from' | 'to'): number {
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
  const isRestored = (server.parameter('uac', 'restore_mode') ?? 'auto') === 'auto';
  // In this mode a request within a dialog keeps the address that the dialog uses.
  if (isRestored && uri !== undefined && uri !== '' && hasToTag(message)) return -1;
  const value = written(header, address, display === undefined ? undefined : quoted(display), uri);
  changeHeader(message, header, value);
  if ((server.parameter('uac', 'restore_mode') ?? 'auto') !== 'none' && uri !== undefined && uri !== '') {
    const name = server.parameter('uac', type === 'from' ? 'rr_from_store_param' : 'rr_to_store_param');
    addRouteParameter(
      message,
      `;${name ?? (type === 'from' ? 'vsf' : 'vst')}=${encode(`<${uri}>`, address.uri)}`,
    );
    server.whenTransaction(x, transaction => keepForCaller(transaction.hooks, message, type));
  } else server.whenTransaction(x, transaction => keepForCaller(transaction.hooks, message, type));
  return 1;
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
  const name = display === undefined ? (address.name ?? '') : display;
  const target = uri === undefined || uri === '' ? address.uri : uri;
  return `${name === '' ? '' : `${name} `}<${target}>${tail}`;
}

function changeHeader(message: Message, header: HeaderField, value: string): void {
  message.edits = message.edits.filter(one => !(one.kind === 'address' && one.at === header.valueStart));
  message.edit({ at: header.valueStart, remove: header.value.length, insert: value, kind: 'address' });
}

/** Replies to the caller contain the header that the caller sent. */
function keepForCaller(hooks: TransactionHooks[], request: Message, type: 'from' | 'to'): void {
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

/** The stored form of a URI: combined with the one it replaced, so that each can be restored from the other. */
/** Both URIs combined, as long as the longer one, in base 64 with `-` at the end. */
function encode(text: string, other: string): string {
  const [long, short] = text.length > other.length ? [text, other] : [other, text];
  return btoa(combine(long, short)).replaceAll('=', '-');
}

function combine(text: string, other: string): string {
  return [...text]
    .map((letter, at) =>
      at < other.length ? String.fromCharCode(letter.charCodeAt(0) ^ other.charCodeAt(at)) : letter,
    )
    .join('');
}

/** A request within the dialog gets the address that the other side expects. */
function restore(x: Execution, params: string | undefined): void {
  const { message, server } = x;
  const upstream = directionOf(message) === 'upstream';
  for (const type of ['from', 'to'] as const) {
    const name =
      server.parameter('uac', type === 'from' ? 'rr_from_store_param' : 'rr_to_store_param') ??
      (type === 'from' ? 'vsf' : 'vst');
    const stored = uriParameter(params, name);
    if (stored === undefined) continue;
    const header = message.first(upstream ? (type === 'from' ? 'to' : 'from') : type);
    const address = header === undefined ? undefined : parseAddressHeader(header.value);
    if (header === undefined || address === undefined) continue;
    const uri = decode(stored, address.uri);
    if (uri === undefined) continue;
    const close = header.value.indexOf('>');
    const open = header.value.indexOf('<');
    if (close < 0 || open < 0) continue;
    changeHeader(message, header, `${header.value.slice(0, open)}<${uri}>${header.value.slice(close + 1)}`);
    const own = header.type === 'from' ? 'from' : 'to';
    server.whenTransaction(x, transaction => keepForCaller(transaction.hooks, message, own));
  }
}

function decode(stored: string, current: string): string | undefined {
  try {
    const text = combine(atob(stored.replace(/-/g, '=')), current).replace(/\0+$/, '');
    const uri = /^<?([^>]*)>?/.exec(text)?.[1];
    return uri === undefined || !/^[a-z]+:[\x21-\x7e]+$/i.test(uri) ? undefined : uri;
  } catch {
    return undefined;
  }
}

export const uacRedirect: ModuleModel = {
  name: 'uac_redirect',
  functions: {
    get_redirects: (x, args) => redirects(x, args),
  },
};

/**
 * Uses the contacts of the 3xx replies as destinations (get_redirect): the first of each reply becomes the Request-URI. The
 * contact with the lowest q comes first, and one without q counts as 0.01.
 */
function redirects(x: Execution, args: Arguments): number {
  const { transaction, message } = x;
  if (transaction === undefined) return -1;
  const mostInAll = args.number(0) ?? 0;
  const mostOfReply = args.number(1) ?? 0;
  let count = 0;
  for (const branch of transaction.branches.slice(transaction.firstBranch)) {
    if (branch.reply === undefined || branch.status < 300 || branch.status >= 400) continue;
    const left = mostInAll === 0 ? contactLimit : mostInAll - count;
    const most = Math.min(left, mostOfReply === 0 ? contactLimit : mostOfReply);
    const [first, ...others] = redirectContacts(branch.reply).slice(0, Math.max(0, most));
    if (first === undefined) continue;
    count += 1 + others.length;
    message.newUri = first.uri;
    message.q = first.q;
    for (const other of others) message.branches.push({ ...newBranch(other.uri), q: other.q });
  }
  return count > 0 ? 1 : -1;
}

/** MAX_CONTACTS_PER_REPLY of the module. */
const contactLimit = 16;

function redirectContacts(reply: Message): readonly { readonly uri: string; readonly q: number }[] {
  const contacts = reply.all('contact').flatMap(({ value }) => parseAddressList(value) ?? []);
  return contacts
    .map(contact => {
      const q = addressParameter(contact, 'q');
      return { uri: contact.uri, q: q === undefined || q === '' ? 10 : Math.round(Number(q) * 1000) };
    })
    .filter(({ q }) => q >= 0 && q <= 1000)
    .toSorted((a, b) => a.q - b.q)
    .slice(0, contactLimit);
}
