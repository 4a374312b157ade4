import { firstHeader, headersNamed, headerText, type SipMessage } from '../../../../sip/message.ts';
import { isTrue } from '../../values/truth.ts';
import { wholeNumber } from '../facts/numbers.ts';
import type { PjsipConf } from '../model/model.ts';
import type { PjsipObject } from '../model/object.ts';
import type { Credentials } from './authentication.ts';
import { candidates } from './identifiers.ts';
import { optionOf, type PjsipTrail, type RequestInput, settingOf } from './input.ts';
import type { Reply } from './methods.ts';
import { partsOf, uriText } from './readable.ts';

/** One Contact of a REGISTER. */
interface ContactItem {
  readonly uri: string;
  readonly expires: number;
}

/** The registrar, once the endpoint is identified and authenticated. */
export function answerRegister(
  model: PjsipConf,
  endpoint: PjsipObject,
  credentials: Credentials | undefined,
  input: RequestInput,
  trail: PjsipTrail,
): Reply {
  const { message } = input;
  const aors = optionOf(endpoint, 'aors', '')
    .split(',')
    .map(name => name.trim());
  const line = settingOf(endpoint, 'aors');
  if (aors.every(name => name === '')) {
    trail.add('Registrar', 'failed', `The endpoint "${endpoint.name}" has no aors: 403 Forbidden.`, {
      object: endpoint,
    });
    return { codes: [403] };
  }
  const to = partsOf(uriText(headerText(firstHeader(message, 'To')) ?? ''));
  if (to.scheme !== 'sip' && to.scheme !== 'sips') {
    trail.add('Registrar', 'failed', 'The To header does not contain a SIP URI: 416.', { header: 'To' });
    return { codes: [416] };
  }
  const methods = optionOf(endpoint, 'identify_by', 'username,ip')
    .split(',')
    .map(word => word.trim().toLowerCase());
  const names = [
    ...candidates(model, to.user, to.host),
    ...(methods.includes('auth_username') && credentials !== undefined
      ? candidates(model, credentials.username, credentials.realm)
      : []),
  ];
  const name = names.find(candidate => aors.includes(candidate));
  const aor = name === undefined ? undefined : model.object('aor', name);
  if (aor === undefined) {
    const detail =
      name === undefined
        ? `"${to.user}" is not among the aors of the endpoint "${endpoint.name}": 404 Not Found.`
        : `There is no aor "${name}": 404 Not Found.`;
    trail.add('Registrar', 'failed', detail, { lines: [line], header: 'To' });
    return { codes: [404] };
  }
  const before = input.contacts.get(aor.name) ?? [];
  const most = wholeNumber(optionOf(aor, 'max_contacts', '0'), true) ?? 0;
  const lines = [settingOf(aor, 'max_contacts')];
  if (most === 0) {
    trail.add('Registrar', 'failed', `max_contacts of the aor "${aor.name}" is 0: 403 Forbidden.`, {
      object: aor,
      lines,
    });
    return { codes: [403] };
  }
  return storeContacts({ model, aor, endpoint, most, before, input, trail });
}

/** A Contact that is not a SIP URI is refused before anything else is checked. */
export function hasForeignContact({ message }: RequestInput): boolean {
  return headersNamed(message, 'Contact').some(header =>
    splitList(headerText(header) ?? '').some(
      item => item.trim() !== '*' && !/^sips?$/.test(partsOf(uriText(item)).scheme),
    ),
  );
}

/** What the registrar needs to store contacts. */
interface Registration {
  readonly model: PjsipConf;
  readonly aor: PjsipObject;
  readonly endpoint: PjsipObject;
  /** `max_contacts` */
  readonly most: number;
  readonly before: readonly string[];
  readonly input: RequestInput;
  readonly trail: PjsipTrail;
}

/** register_aor_core of res_pjsip_registrar.c. */
function storeContacts(registration: Registration): Reply {
  const { aor, most, before, input, trail } = registration;
  const { message } = input;
  const items = headersNamed(message, 'Contact').flatMap(header => splitList(headerText(header) ?? ''));
  const general = Number.parseInt(headerText(firstHeader(message, 'Expires')) ?? '', 10);
  if (items.some(item => item.trim() === '*')) {
    const isAccepted = items.length === 1 && general === 0;
    const detail = isAccepted
      ? 'Contact: * removes all contacts.'
      : 'Contact: * requires Expires: 0, so the reply is 400.';
    trail.add('Registrar', isAccepted ? 'decided' : 'failed', detail, { header: 'Contact' });
    return isAccepted ? { codes: [200], registered: { aor: aor.name, contacts: [] } } : { codes: [400] };
  }
  if (isPathRefused(aor, message)) {
    const detail = 'The request has a Path header, but its Supported header does not include path: 420.';
    trail.add('Registrar', 'failed', detail, {
      object: aor,
      lines: [settingOf(aor, 'support_path')],
      header: 'Path',
    });
    return { codes: [420] };
  }
  const otherwise = wholeNumber(optionOf(aor, 'default_expiration', '3600'), true) ?? 0;
  const sent = items.map(item => contactOf(item, general, otherwise));
  const contacts = sent.map((contact, index) => (index === 0 ? rewritten(contact, registration) : contact));
  const after = new Set(before);
  let added = 0;
  for (const { uri, expires } of contacts) {
    if (expires === 0) after.delete(uri);
    else {
      if (!after.has(uri)) added++;
      after.add(uri);
    }
  }
  const lines = ['max_contacts', 'remove_existing'].map(key => settingOf(aor, key));
  const isReplacing = isTrue(optionOf(aor, 'remove_existing', 'no'));
  if (isReplacing ? contacts.filter(({ expires }) => expires > 0).length > most : after.size > most) {
    const detail = `There would be ${isReplacing ? contacts.length : after.size} contacts, and max_contacts is ${most}: 403 Forbidden.`;
    trail.add('Registrar', 'failed', detail, { object: aor, lines, header: 'Contact' });
    return { codes: [403] };
  }
  const kept = isReplacing ? newest([...after], contacts, most) : [...after];
  const detail =
    items.length === 0
      ? 'Without a Contact, the request only retrieves the list of contacts.'
      : `${added} contact(s) added, ${kept.length} stored.`;
  trail.add('Registrar', 'decided', detail, { object: aor, lines, header: 'Contact' });
  return { codes: [200], registered: { aor: aor.name, contacts: kept } };
}

/** A proxy may add a Path only if the client announces support for it (RFC 3327 section 5.3). */
function isPathRefused(aor: PjsipObject, message: SipMessage): boolean {
  if (!isTrue(optionOf(aor, 'support_path', 'no'))) return false;
  if (firstHeader(message, 'Path') === undefined) return false;
  const supported = headerText(firstHeader(message, 'Supported')) ?? '';
  return !supported.split(',').some(option => option.trim().toLowerCase() === 'path');
}

/** With `rewrite_contact`, the first contact as the server stores it: rewrite_uri of res_pjsip_nat.c. */
function rewritten(contact: ContactItem, { endpoint, input, trail }: Registration): ContactItem {
  if (!isTrue(optionOf(endpoint, 'rewrite_contact', 'no'))) return contact;
  const parts = /^(sips?:(?:[^@]*@)?)(\[[^\]]*\]|[^:;?>]+)(?::(\d+))?(.*)$/i.exec(contact.uri);
  if (parts === null) return contact;
  const [, user = '', host = '', port = '0', rest = ''] = parts;
  const { address, transport } = input.source;
  const isElsewhere = host.replace(/^\[|\]$/g, '') !== address;
  const parameters = [
    transport === 'wss' ? '' : rest.replace(/;transport=[^;?]*/i, ''),
    transport === 'udp' || transport === 'wss' ? '' : `;transport=${transport.toUpperCase()}`,
    transport === 'wss' ? rest : '',
    isElsewhere ? `;x-ast-orig-host=${host}:${port}` : '',
  ];
  const shown = address.includes(':') ? `[${address}]` : address;
  const uri = `${user}${shown}:${input.source.port}${parameters.join('')}`;
  if (uri !== contact.uri)
    trail.add('Contact', 'passed', `rewrite_contact stores ${uri}, the source of the packet.`, {
      lines: [settingOf(endpoint, 'rewrite_contact')],
      header: 'Contact',
    });
  return { ...contact, uri };
}

/** remove_existing removes the oldest contacts, never those of this request. */
function newest(all: readonly string[], contacts: readonly ContactItem[], most: number): string[] {
  const own = new Set(contacts.map(({ uri }) => uri));
  const old = all.filter(uri => !own.has(uri));
  const fresh = all.filter(uri => own.has(uri));
  const room = Math.max(0, most - fresh.length);
  return [...(room === 0 ? [] : old.slice(-room)), ...fresh];
}

function contactOf(item: string, general: number, otherwise: number): ContactItem {
  const rest = item.includes('>') ? item.slice(item.indexOf('>') + 1) : item.replace(/^[^;]*/, '');
  const own = /;\s*expires\s*=\s*"?(\d+)/i.exec(rest)?.[1];
  const expires = own === undefined ? (Number.isNaN(general) ? otherwise : general) : Number(own);
  return { uri: uriText(item), expires };
}

/** Splits at commas outside quotation marks and angle brackets. */
function splitList(text: string): string[] {
  const items: string[] = [];
  let current = '';
  let isQuoted = false;
  let depth = 0;
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && character === '<') depth++;
    else if (!isQuoted && character === '>') depth--;
    if (character === ',' && !isQuoted && depth === 0) {
      items.push(current);
      current = '';
    } else current += character;
  }
  return [...items, current].filter(item => item.trim() !== '');
}
