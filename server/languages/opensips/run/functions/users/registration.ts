import { appendAll } from '../../../../../text/longLists.ts';
import { type Address, addressParameter, readContacts } from '../../messages/address.ts';
import { parseServerUri } from '../../messages/uri.ts';
import { noteBadHeader } from '../../routes.ts';
import type { Execution } from '../../server.ts';
import { printedQ } from '../../values/qValue.ts';
import { avpName, avpText } from '../../values/scriptVariables.ts';
import { leadingNumber, textValue } from '../../values/value.ts';
import type { Arguments } from '../arguments.ts';
import { raise } from '../core/core.ts';
import { signalingReply } from '../transactions/signaling.ts';
import { aorOf, type Contact, contactsOf, methodsOf, seconds, setContacts } from './usrloc.ts';

/** Why save() refuses a registration: the code of the reply and the text of P-Registrar-Error. */
type Refusal = readonly [code: number, words: string];

const reasons: Readonly<Record<number, string>> = {
  200: 'OK',
  400: 'Bad Request',
  420: 'Bad Extension',
  500: 'Server Internal Error',
  503: 'Service Unavailable',
};

interface SaveOptions {
  readonly isSilent: boolean;
  readonly overwrites: boolean;
  readonly onlyOwn: boolean;
  readonly maxContacts: number;
  readonly minExpires: number;
  readonly maxExpires: number;
  readonly pathMode: 0 | 1 | 2;
}

function readOptions(x: Execution, text: string): SaveOptions {
  const number = (name: string, otherwise: number): number =>
    x.server.parameterNumber('registrar', name, otherwise);
  const named = (name: string): number | undefined => {
    const match = new RegExp(`(?:^|[,\\s])${name}\\s*=\\s*(\\d+)`).exec(text);
    return match === null ? undefined : Number(match[1]);
  };
  const letter = (name: string): number | undefined => {
    const match = new RegExp(`${name}(\\d+)`).exec(/^[a-z]\w*$/i.test(text) ? text : '');
    return match === null ? undefined : Number(match[1]);
  };
  const has = (word: string, short: string): boolean =>
    text.includes(word) || (!text.includes('-') && !text.includes('=') && new RegExp(short).test(text));
  return {
    isSilent: has('no-reply', 'r') || x.kind === 'onreply',
    overwrites: has('max-contacts-overwrite', 'f') || text.includes('force-registration'),
    onlyOwn: has('only-request-contacts', 'o'),
    maxContacts: named('max-contacts') ?? letter('c') ?? number('max_contacts', 0),
    minExpires: named('min-expires') ?? letter('e') ?? number('min_expires', 60),
    maxExpires: named('max-expires') ?? letter('E') ?? number('max_expires', 0),
    pathMode:
      text.includes('path-strict') || /p2/.test(text)
        ? 2
        : text.includes('path-lazy') || /p1/.test(text)
          ? 1
          : 0,
  };
}

/** Stores the contacts of a REGISTER and replies to it (save_aux), also when it refuses and returns -2. */
export function save(x: Execution, args: Arguments): number {
  const options = readOptions(x, args.text(1) ?? '');
  const before = [...x.message.replyHeaders];
  const refusal = store(x, args, options);
  const problem = refusal ?? pathRefusal(x, options);
  const code = problem?.[0] ?? 200;
  if (problem !== undefined) x.message.replyHeaders.push(`P-Registrar-Error: ${problem[1]}\r\n`);
  const retryAfter = x.server.parameterNumber('registrar', 'retry_after', 0);
  if (code >= 500 && retryAfter !== 0) x.message.replyHeaders.push(`Retry-After: ${retryAfter}\r\n`);
  if (options.isSilent) x.message.replyHeaders = before;
  if (!options.isSilent && signalingReply(x, code, reasons[code] ?? 'OK') < 0 && refusal === undefined)
    return -1;
  return refusal === undefined ? 1 : -2;
}

/** The Path in the reply; with `path-strict`, a client that does not say that it supports Path is refused, although it is stored. */
function pathRefusal(x: Execution, options: SaveOptions): Refusal | undefined {
  const { message } = x;
  const path = pathOf(x, options);
  if (path === undefined) return undefined;
  const supports = message.all('supported').some(({ value }) => /(^|,)\s*path\s*(,|$)/i.test(value));
  if (!supports && options.pathMode !== 2) return undefined;
  if (!supports) message.replyHeaders.push('Unsupported: path\r\n');
  message.replyHeaders.push(`Path: ${path}\r\n`);
  return supports ? undefined : [420, 'No support for found Path indicated'];
}

function pathOf(x: Execution, options: SaveOptions): string | undefined {
  const path = x.message
    .all('path')
    .map(({ value }) => value)
    .join(', ');
  return path === '' || options.pathMode === 0 ? undefined : path;
}

function store(x: Execution, args: Arguments, options: SaveOptions): Refusal | undefined {
  const { message, server } = x;
  const table = args.text(0) ?? 'location';
  if (message.first('to') === undefined) return [400, 'To header not found'];
  if (message.callId === undefined) return [400, 'Call-ID header not found'];
  if (message.first('cseq') === undefined) return [400, 'CSeq header not found'];
  const expiresHeader = message.value('expires');
  if (expiresHeader !== undefined && !/^\d+$/.test(expiresHeader)) {
    noteBadHeader(x, 'EXPIRE header');
    return [400, 'Expires parse error'];
  }
  const fields = message.all('contact').map(({ value }) => value);
  const isStar = fields.some(value => value === '*');
  if (isStar) {
    if (expiresHeader === undefined || Number(expiresHeader) !== 0)
      return [400, '* used in contact and expires is not zero'];
    if (fields.length > 1) return [400, '* used in contact and more than 1 contact'];
  }
  const contacts: Address[] = [];
  for (const value of isStar ? [] : fields) {
    const list = readContacts(value);
    if (list === undefined) {
      noteBadHeader(x, 'CONTACT headers');
      return [400, 'Contact parse error'];
    }
    if (list.some(one => !isReadableQ(addressParameter(one, 'q'))))
      return [400, 'Invalid q param in contact'];
    appendAll(contacts, list);
  }
  const uri = args.text(2) ?? message.to?.uri ?? '';
  const aor = aorOf(server, uri);
  if (aor === undefined || aor === '') return [400, 'Error while parsing AOR'];
  if (isStar) {
    const before = contactsOf(server, table, aor);
    setContacts(server, table, aor, []);
    for (const one of before) event(x, 'E_UL_CONTACT_DELETE', aor, one);
    if (before.length > 0) event(x, 'E_UL_AOR_DELETE', aor, undefined);
    return undefined;
  }
  if (contacts.length === 0) {
    tellContacts(x, contactsOf(server, table, aor));
    return undefined;
  }
  return addContacts(x, table, aor, contacts, options);
}

function addContacts(
  x: Execution,
  table: string,
  aor: string,
  contacts: readonly Address[],
  options: SaveOptions,
): Refusal | undefined {
  const { server, message } = x;
  let list = [...contactsOf(server, table, aor)];
  const isNew = list.length === 0;
  const number = Number(message.cseq?.number ?? 0);
  const own: string[] = [];
  const finish = (refusal: Refusal | undefined): Refusal | undefined => {
    if (refusal === undefined || !isNew) {
      setContacts(server, table, aor, refusal === undefined || !isNew ? list : []);
      tellContacts(x, options.onlyOwn ? list.filter(one => own.includes(one.uri)) : list);
    }
    return refusal;
  };
  if (isNew && contacts.some(one => expiresOf(x, one, options) !== 0))
    event(x, 'E_UL_AOR_INSERT', aor, undefined);
  for (const address of contacts) {
    if (parseServerUri(address.uri) === undefined) return finish([500, 'usrloc_contact_insert failed']);
    own.push(address.uri);
    const expires = expiresOf(x, address, options);
    const at = list.findIndex(one => one.uri === address.uri);
    const before = list[at];
    if (before !== undefined && before.callId === message.callId) {
      if (number < before.cseq) return finish([400, 'Invalid CSeq number']);
      if (number === before.cseq) {
        if (before.modified + server.parameterNumber('usrloc', 'cseq_delay', 20) > seconds(server)) continue;
        return finish([400, 'Invalid CSeq number']);
      }
    }
    if (expires === 0) {
      if (before !== undefined) {
        list = list.filter(one => one !== before);
        event(x, 'E_UL_CONTACT_DELETE', aor, before);
      }
      continue;
    }
    if (before === undefined) {
      if (options.maxContacts > 0 && list.length >= options.maxContacts) {
        if (!options.overwrites) return finish([503, 'Too many registered contacts']);
        list = list.slice(1);
      }
      const added = contactOf(x, address, expires, options);
      // Contacts with a higher q come first; among equal ones the newest comes last.
      const place = list.findIndex(one => (one.q ?? -1) < (added.q ?? -1));
      list.splice(place < 0 ? list.length : place, 0, added);
      event(x, 'E_UL_CONTACT_INSERT', aor, added);
    } else {
      const changed = contactOf(x, address, expires, options);
      list[at] = changed;
      event(x, 'E_UL_CONTACT_UPDATE', aor, changed);
    }
  }
  if (list.length === 0 && !isNew) event(x, 'E_UL_AOR_DELETE', aor, undefined);
  return finish(undefined);
}

/** Seconds since 1970 of a time not long ago, for runs without one. */
const recently = 1_750_000_000;

/** Digits with at most one point, up to 1 (str2q). */
function isReadableQ(q: string | undefined): boolean {
  return q === undefined || q === '' || /^(?:0*(?:\.\d*)?|1(?:\.0*)?)$/.test(q);
}

/** When a contact expires, in seconds of the run; 0 to remove it (calc_contact_expires). */
function expiresOf(x: Execution, address: Address, options: SaveOptions): number {
  const { server, message } = x;
  const parameter = addressParameter(address, 'expires');
  const usual = server.parameterNumber('registrar', 'default_expires', 3600);
  const header = message.value('expires');
  let duration: number;
  if (parameter === undefined || parameter === '') duration = header === undefined ? usual : Number(header);
  else duration = /^\d{1,11}$/.test(parameter) ? leadingNumber(parameter) : usual;
  // A time after 2038 does not fit into the number that the server keeps.
  if (duration + Math.max(seconds(server), recently) > 0x7fffffff) duration = options.minExpires;
  if (duration === 0) return 0;
  if (duration < options.minExpires) duration = options.minExpires;
  if (options.maxExpires > 0 && duration > options.maxExpires) duration = options.maxExpires;
  return seconds(server) + duration;
}

function contactOf(x: Execution, address: Address, expires: number, options: SaveOptions): Contact {
  const { server, message } = x;
  const receivedName = server.parameter('registrar', 'received_avp');
  const received = receivedName === undefined ? undefined : x.avps.get(avpName(receivedName))?.[0]?.text;
  const q = addressParameter(address, 'q');
  const attribute = attributeName(x);
  return {
    uri: address.uri,
    q: q === undefined || q === '' ? defaultQ(x) : Math.round(Number(q) * 1000),
    expires,
    received: addressParameter(address, 'received') ?? received,
    path: pathOf(x, options),
    callId: message.callId ?? '',
    cseq: Number(message.cseq?.number ?? 0),
    modified: seconds(server),
    flags: new Set(message.branchFlags),
    userAgent: message.value('user-agent') ?? 'n/a',
    socket: message.reception.socket,
    methods: methodsOf(message, addressParameter(address, 'methods')),
    attribute: attribute === undefined ? undefined : avpText(x, attribute),
  };
}

function defaultQ(x: Execution): number | undefined {
  const value = x.server.parameterNumber('registrar', 'default_q', -1);
  return value < 0 ? undefined : value;
}

/** The Contact header of the reply: every contact with q and its remaining seconds. */
function tellContacts(x: Execution, list: readonly Contact[]): void {
  if (list.length === 0) return;
  const parts = list.map(one => {
    const q = one.q === undefined ? '' : `;q=${printedQ(one.q)}`;
    const received = one.received === undefined ? '' : `;received="${one.received}"`;
    const left = one.expires === 0 ? 3600 : one.expires - seconds(x.server);
    return `<${one.uri}>${q};expires=${left}${received}`;
  });
  x.message.replyHeaders.push(`Contact: ${parts.join(', ')}\r\n`);
}

function event(x: Execution, name: string, aor: string, contact: Contact | undefined): void {
  const params = [
    { name: 'domain', value: textValue('location') },
    { name: 'aor', value: textValue(aor) },
  ];
  if (contact !== undefined)
    params.push(
      { name: 'uri', value: textValue(contact.uri) },
      { name: 'received', value: textValue(contact.received ?? '') },
      { name: 'path', value: textValue(contact.path ?? '') },
      { name: 'user_agent', value: textValue(contact.userAgent) },
      { name: 'callid', value: textValue(contact.callId) },
    );
  raise(x, name, params);
}

/** The AVP of `attr_avp`, which is kept with a contact. */
export function attributeName(x: Execution): string | undefined {
  const written = x.server.parameter('registrar', 'attr_avp');
  return written === undefined ? undefined : avpName(written);
}
