import { appendAll } from '../../../../../text/longLists.ts';
import { type Address, addressParameter, parseAddressList } from '../../messages/address.ts';
import { parseServerUri } from '../../messages/uri.ts';
import type { Execution } from '../../server.ts';
import { newBranch } from '../../values/messageVariables.ts';
import { addAvp, avpName } from '../../values/scriptVariables.ts';
import { textValue } from '../../values/value.ts';
import type { Arguments } from '../arguments.ts';
import { raise } from '../core/core.ts';
import type { ModuleModel } from '../model.ts';
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
  readonly forcesNew: boolean;
  readonly onlyOwn: boolean;
  readonly maxContacts: number;
  readonly minExpires: number;
  readonly maxExpires: number;
  readonly pathMode: 0 | 1 | 2;
  readonly usesPathReceived: boolean;
}

export const registrar: ModuleModel = {
  name: 'registrar',
  functions: {
    save,
    lookup,
    is_registered: (x, args) => {
      const aor = aorOf(x.server, args.text(1) ?? x.message.to?.uri ?? '');
      if (aor === undefined) return -1;
      return contactsOf(x.server, args.text(0) ?? 'location', aor).length > 0 ? 1 : -1;
    },
    is_contact_registered: (x, args) => {
      const aor = aorOf(x.server, args.text(1) ?? x.message.to?.uri ?? '');
      const contact = parseAddressList(x.message.value('contact') ?? '')?.[0]?.uri;
      const callId = args.text(2);
      if (aor === undefined) return -1;
      return contactsOf(x.server, args.text(0) ?? 'location', aor).some(
        one => one.uri === contact && (callId === undefined || one.callId === callId),
      )
        ? 1
        : -1;
    },
    is_ip_registered: (x, args) => {
      const aor = aorOf(x.server, args.text(1) ?? x.message.to?.uri ?? '');
      if (aor === undefined) return -1;
      const address = x.message.reception.source.address;
      return contactsOf(x.server, args.text(0) ?? 'location', aor).some(one =>
        (one.received ?? one.uri).includes(address),
      )
        ? 1
        : -1;
    },
    add_sock_hdr: (x, args) => {
      const { socket } = x.message.reception;
      x.message.edit({
        at: x.message.headersEnd,
        remove: 0,
        insert: `${args.text(0) ?? ''}: ${socket.name}\r\n`,
      });
      return 1;
    },
    remove: (x, args) => {
      const aor = aorOf(x.server, args.text(1) ?? '');
      if (aor === undefined) return -1;
      const contact = args.text(2);
      const table = args.text(0) ?? 'location';
      setContacts(
        x.server,
        table,
        aor,
        contactsOf(x.server, table, aor).filter(
          one => contact !== undefined && contact !== '' && one.uri !== contact,
        ),
      );
      return 1;
    },
    pn_process_purr: () => -1,
  },
};

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
    forcesNew: false,
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
    usesPathReceived: text.includes('path-received') || /v/.test(/^[a-z]\w*$/i.test(text) ? text : ''),
  };
}

/** Stores the contacts of a REGISTER and replies to it (save_aux), also when it refuses and returns -2. */
function save(x: Execution, args: Arguments): number {
  const options = readOptions(x, args.text(1) ?? '');
  const refusal = store(x, args, options);
  const code = refusal?.[0] ?? 200;
  if (refusal !== undefined) x.message.replyHeaders.push(`P-Registrar-Error: ${refusal[1]}\r\n`);
  if (!options.isSilent && signalingReply(x, code, reasons[code] ?? 'OK') < 0 && refusal === undefined)
    return -1;
  return refusal === undefined ? 1 : -2;
}

function store(x: Execution, args: Arguments, options: SaveOptions): Refusal | undefined {
  const { message, server } = x;
  const table = args.text(0) ?? 'location';
  if (message.first('to') === undefined) return [400, 'To header not found'];
  if (message.callId === undefined) return [400, 'Call-ID header not found'];
  if (message.first('cseq') === undefined) return [400, 'CSeq header not found'];
  const expiresHeader = message.value('expires');
  if (expiresHeader !== undefined && !/^\d+$/.test(expiresHeader)) return [400, 'Expires parse error'];
  const fields = message.all('contact').map(({ value }) => value);
  const isStar = fields.some(value => value === '*');
  if (isStar) {
    if (expiresHeader === undefined || Number(expiresHeader) !== 0)
      return [400, '* used in contact and expires is not zero'];
    if (fields.length > 1) return [400, '* used in contact and more than 1 contact'];
  }
  const contacts: Address[] = [];
  for (const value of isStar ? [] : fields) {
    const list = parseAddressList(value);
    if (list === undefined) return [400, 'Contact parse error'];
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

/** When a contact expires, in seconds of the run; 0 to remove it (calc_contact_expires). */
function expiresOf(x: Execution, address: Address, options: SaveOptions): number {
  const { server, message } = x;
  const parameter = addressParameter(address, 'expires');
  const usual = server.parameterNumber('registrar', 'default_expires', 3600);
  const header = message.value('expires');
  let duration: number;
  if (parameter === undefined || parameter === '') duration = header === undefined ? usual : Number(header);
  else duration = /^\d{1,10}$/.test(parameter) ? Number(parameter) : usual;
  if (duration === 0) return 0;
  if (duration < options.minExpires) duration = options.minExpires;
  if (options.maxExpires > 0 && duration > options.maxExpires) duration = options.maxExpires;
  return seconds(server) + duration;
}

function contactOf(x: Execution, address: Address, expires: number, options: SaveOptions): Contact {
  const { server, message } = x;
  const receivedName = server.parameter('registrar', 'received_avp');
  const received = receivedName === undefined ? undefined : x.avps.get(avpName(receivedName))?.[0]?.text;
  const path = message
    .all('path')
    .map(({ value }) => value)
    .join(', ');
  const q = addressParameter(address, 'q');
  const hasPath = options.pathMode !== 0 || server.hasModule('path');
  return {
    uri: address.uri,
    q: q === undefined || q === '' ? defaultQ(x) : Math.round(Number(q) * 1000),
    expires,
    received: addressParameter(address, 'received') ?? received,
    path: path === '' || !hasPath || options.pathMode === 0 ? undefined : path,
    callId: message.callId ?? '',
    cseq: Number(message.cseq?.number ?? 0),
    modified: seconds(server),
    flags: new Set(message.branchFlags),
    userAgent: message.value('user-agent') ?? 'n/a',
    socket: message.reception.socket,
    methods: methodsOf(message),
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

function printedQ(q: number): string {
  if (q >= 1000) return '1';
  return q <= 0 ? '0' : `0.${String(q).padStart(3, '0').replace(/0+$/, '')}`;
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

/** Copies the contacts of an address of record to the Request-URI and branches (lookup): 1, -1 none, -2 none for the method. */
function lookup(x: Execution, args: Arguments): number {
  const { server, message } = x;
  const flags = args.text(1) ?? '';
  const uri = args.text(2) ?? message.uri;
  if (message.callId === undefined) return -3;
  const aor = aorOf(server, uri);
  if (aor === undefined) return -3;
  const table = args.text(0) ?? 'location';
  const all = contactsOf(server, table, aor);
  if (all.length === 0) return -1;
  const isShort = /^[a-z]+$/i.test(flags);
  const filters = flags.includes('method-filtering') || (isShort && flags.includes('m'));
  const single = flags.includes('no-branches') || (isShort && flags.includes('b'));
  const keepsUri = flags.includes('to-branches-only') || (isShort && flags.includes('r'));
  const usable = filters
    ? all.filter(({ methods }) => methods === undefined || methods.includes(message.method))
    : [...all];
  if (usable.length === 0) return -2;
  const ordered = usable
    .map((contact, index) => ({ contact, index }))
    .sort((a, b) => (b.contact.q ?? -1) - (a.contact.q ?? -1) || a.index - b.index)
    .map(({ contact }) => contact);
  const chosen = single ? ordered.slice(0, 1) : ordered;
  chosen.forEach((contact, index) => {
    const path = contact.path === undefined ? undefined : parseAddressList(contact.path)?.[0]?.uri;
    const next = path ?? contact.received;
    if (index === 0 && !keepsUri) {
      message.newUri = contact.uri;
      if (next !== undefined) message.dstUri = next;
      message.path = contact.path;
      message.q = contact.q;
      for (const flag of contact.flags) message.branchFlags.add(flag);
      if (contact.socket !== undefined) message.sendSocket = contact.socket;
      return;
    }
    const branch = newBranch(contact.uri);
    branch.dstUri = next;
    branch.path = contact.path;
    branch.q = contact.q;
    branch.socket = contact.socket;
    branch.flags = new Set(contact.flags);
    message.branches.push(branch);
  });
  const attribute = server.parameter('registrar', 'attr_avp');
  if (attribute !== undefined) addAvp(x, attribute.replace(/^\$avp\((.*)\)$/, '$1'), textValue(''));
  return 1;
}
