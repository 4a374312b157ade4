import { firstHeader, headersNamed, headerText, type SipMessage } from '../../../../sip/message.ts';
import { isTrue } from '../../values/truth.ts';
import { isSince } from '../facts/facts.ts';
import { wholeNumber } from '../facts/numbers.ts';
import type { PjsipConf } from '../model/model.ts';
import { lastValue, type PjsipObject } from '../model/object.ts';
import type { Credentials } from './authentication.ts';
import { isSameContact } from './contactUris.ts';
import { withoutOptions } from './identifiers.ts';
import { optionOf, type PjsipTrail, type RequestInput, settingOf } from './input.ts';
import type { Reply } from './methods.ts';
import { partsOf, type UriParts, uriText } from './readable.ts';
import { splitContacts } from './splitContacts.ts';

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
  const line = settingOf(endpoint, 'aors');
  if (line === undefined || line.value === '') {
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
  const name = registrarAor(model, endpoint, line.value, to, credentials);
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

/**
 * The first of the endpoint's aors that the request names (find_registrar_aor): user@domain, the domain with its alias, or the
 * user alone. Newer releases look at To before the user name of the credentials; older ones follow the order of identify_by.
 */
function registrarAor(
  model: PjsipConf,
  endpoint: PjsipObject,
  aors: string,
  to: UriParts,
  credentials: Credentials | undefined,
): string | undefined {
  const own = aors.split(',').map(name => name.trim());
  const find = (user: string, domain: string): string | undefined => {
    const alias = model.object('domain_alias', domain);
    const aliased = alias === undefined ? undefined : lastValue(alias.settings, 'domain');
    const names = [`${user}@${domain}`, ...(aliased === undefined ? [] : [`${user}@${aliased}`])];
    return [...names, ...(user === '' ? [] : [user])].find(name => own.includes(name));
  };
  const byTo = (): string | undefined => find(withoutOptions(model, to.user), to.host);
  const methods = optionOf(endpoint, 'identify_by', 'username,ip')
    .split(',')
    .map(word => word.trim().toLowerCase());
  const isToFirst = isSince(TO_FIRST, model.release);
  const first = isToFirst ? byTo() : undefined;
  if (first !== undefined) return first;
  for (const method of methods) {
    const found =
      method === 'username' && !isToFirst
        ? byTo()
        : method === 'auth_username' && credentials !== undefined
          ? find(credentials.username, credentials.realm)
          : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

const TO_FIRST = ['20.21.0', '22.11.0', '23.5.0'];

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
  const items = headersNamed(message, 'Contact').flatMap(header => splitContacts(headerText(header) ?? ''));
  const general = Number.parseInt(headerText(firstHeader(message, 'Expires')) ?? '', 10);
  const isStar = items.some(item => item.trim() === '*');
  if (isStar && (items.length > 1 || general !== 0)) {
    const detail = 'Contact: * must be alone and requires Expires: 0, so the reply is 400.';
    trail.add('Registrar', 'failed', detail, { header: 'Contact' });
    return { codes: [400] };
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
  if (isStar) {
    trail.add('Registrar', 'decided', 'Contact: * removes all contacts.', { header: 'Contact' });
    return { codes: [200], registered: { aor: aor.name, contacts: [] } };
  }
  const otherwise = wholeNumber(optionOf(aor, 'default_expiration', '3600'), true) ?? 0;
  const sent = items.map(item => contactOf(item, general, otherwise));
  if (sent.some(({ uri }) => new TextEncoder().encode(uri).length > MAX_URI)) {
    trail.add('Registrar', 'failed', 'A Contact is too long: 400.', { header: 'Contact' });
    return { codes: [400] };
  }
  const contacts = sent.map((contact, index) => (index === 0 ? rewritten(contact, registration) : contact));
  const { added, updated, deleted } = countChanges(contacts, before);
  const after = new Set(before);
  for (const { uri, expires } of contacts) {
    const known = [...after].find(other => isSameContact(other, uri));
    if (known !== undefined && (expires === 0 || known !== uri)) after.delete(known);
    if (expires > 0) after.add(uri);
  }
  const lines = ['max_contacts', 'remove_existing'].map(key => settingOf(aor, key));
  const isReplacing = isTrue(optionOf(aor, 'remove_existing', 'no'));
  const count = Math.max(0, (isReplacing ? updated : before.length) + added - deleted);
  if (count > most) {
    const detail = `There would be ${count} contacts, and max_contacts is ${most}: 403 Forbidden.`;
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

/** The longest URI that the server reads. */
const MAX_URI = 511;

/** registrar_validate_contacts compares each Contact with those stored before the request. */
function countChanges(contacts: readonly ContactItem[], before: readonly string[]) {
  let added = 0;
  let updated = 0;
  let deleted = 0;
  for (const { uri, expires } of contacts) {
    const isKnown = before.some(other => isSameContact(other, uri));
    if (isKnown && expires === 0) deleted++;
    else if (isKnown) updated++;
    else if (expires > 0) added++;
  }
  return { added, updated, deleted };
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
