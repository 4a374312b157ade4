import { firstHeader, headersNamed, headerText } from '../../../../sip/message.ts';
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
  const aors = optionOf(model, endpoint, 'aors', '')
    .split(',')
    .map(name => name.trim());
  const line = settingOf(model, endpoint, 'aors');
  if (aors.every(name => name === '')) {
    trail.add('Registrar', 'failed', `The endpoint "${endpoint.name}" has no aors: 403 Forbidden.`, {
      object: endpoint,
    });
    return { codes: [403], contactsAfter: [] };
  }
  const to = partsOf(uriText(headerText(firstHeader(message, 'To')) ?? ''));
  if (to.scheme !== 'sip' && to.scheme !== 'sips') {
    trail.add('Registrar', 'failed', 'The To header holds no SIP URI: 416.', { header: 'To' });
    return { codes: [416], contactsAfter: [] };
  }
  const methods = optionOf(model, endpoint, 'identify_by', 'username,ip')
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
    return { codes: [404], contactsAfter: [] };
  }
  const before = input.contacts.get(aor.name) ?? [];
  const most = wholeNumber(optionOf(model, aor, 'max_contacts', '0'), true) ?? 0;
  const lines = [settingOf(model, aor, 'max_contacts')];
  if (most === 0) {
    trail.add('Registrar', 'failed', `max_contacts of the aor "${aor.name}" is 0: 403 Forbidden.`, {
      object: aor,
      lines,
    });
    return { codes: [403], contactsAfter: [...before] };
  }
  return storeContacts(model, aor, most, before, input, trail);
}

/** A Contact that is not a SIP URI is refused before anything else is looked at. */
export function hasForeignContact({ message }: RequestInput): boolean {
  return headersNamed(message, 'Contact').some(header =>
    splitList(headerText(header) ?? '').some(
      item => item.trim() !== '*' && !/^sips?$/.test(partsOf(uriText(item)).scheme),
    ),
  );
}

function storeContacts(
  model: PjsipConf,
  aor: PjsipObject,
  most: number,
  before: readonly string[],
  { message, source }: RequestInput,
  trail: PjsipTrail,
): Reply {
  const items = headersNamed(message, 'Contact').flatMap(header => splitList(headerText(header) ?? ''));
  const general = Number.parseInt(headerText(firstHeader(message, 'Expires')) ?? '', 10);
  const number = (key: string, otherwise: string): number =>
    wholeNumber(optionOf(model, aor, key, otherwise), true) ?? 0;
  if (items.some(item => item.trim() === '*')) {
    const code = items.length > 1 || general !== 0 ? 400 : 200;
    const detail = code === 200 ? 'Contact: * removes all contacts.' : 'Contact: * needs Expires: 0: 400.';
    trail.add('Registrar', code === 200 ? 'decided' : 'failed', detail, { header: 'Contact' });
    return { codes: [code], contactsAfter: code === 200 ? [] : [...before] };
  }
  const contacts = items.map(item => contactOf(item, general, number('default_expiration', '3600')));
  const rewrites = false;
  const after = new Set(before);
  let added = 0;
  for (const { uri, expires } of contacts) {
    const stored = rewrites ? `sip:${source.address}:${source.port}` : uri;
    if (expires === 0) after.delete(stored);
    else {
      if (!after.has(stored)) added++;
      after.add(stored);
    }
  }
  const lines = ['max_contacts', 'remove_existing'].map(key => settingOf(model, aor, key));
  const isReplacing = isTrue(optionOf(model, aor, 'remove_existing', 'no'));
  if (isReplacing ? contacts.filter(({ expires }) => expires > 0).length > most : after.size > most) {
    const detail = `There would be ${isReplacing ? contacts.length : after.size} contacts, and max_contacts is ${most}: 403 Forbidden.`;
    trail.add('Registrar', 'failed', detail, { object: aor, lines, header: 'Contact' });
    return { codes: [403], contactsAfter: [...before] };
  }
  const kept = isReplacing ? newest([...after], contacts, most) : [...after];
  const detail =
    items.length === 0
      ? 'Without a Contact it asks for the list.'
      : `${added} contact(s) added, ${kept.length} stored.`;
  trail.add('Registrar', 'decided', detail, { object: aor, lines, header: 'Contact' });
  return { codes: [200], contactsAfter: kept };
}

/** remove_existing pushes out the oldest, never what came with this request. */
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

/** Splits at commas outside of quotes and angle brackets. */
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
