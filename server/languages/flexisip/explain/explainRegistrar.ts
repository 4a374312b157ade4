import { addressesNamed, firstAddress, firstHeader, headerText, valuesNamed } from '../../../sip/message.ts';
import { parameterValue } from '../../../sip/parameters.ts';
import { messageVariables } from '../expressions/expressionMessage.ts';
import { entranceOf } from '../expressions/moduleFilter.ts';
import { isSince, typeIn } from '../facts/facts.ts';
import { readValue } from '../facts/values.ts';
import { registrarDomain } from '../model/domains.ts';
import { effective, type FlexisipModel, flag, list } from '../model/model.ts';
import { ownAddresses } from '../model/transports.ts';
import type { FlexisipQuestion, Trail } from './explanation.ts';

export interface RegistrarResult {
  readonly outcome: 'registered' | 'not-registered' | 'rejected' | 'server-crashes';
  readonly finalCode: number | null;
}

const section = 'module::Registrar';

/** What the Registrar does with a REGISTER that authentication let pass. */
export function register(question: FlexisipQuestion, trail: Trail): RegistrarResult {
  const { model, message } = question;
  const entrance = entranceOf(model, section, messageVariables(message));
  if (entrance.reason === 'broken') {
    trail.add(
      'decided',
      'Filter of the Registrar module',
      'The server crashes when it evaluates it.',
      entrance.settings,
    );
    return { outcome: 'server-crashes', finalCode: null };
  }
  if (!entrance.enters) {
    const why = entrance.reason === 'off' ? 'It is switched off' : 'Its filter is false for this message';
    trail.add(
      'decided',
      'Registrar module',
      `${why}: the REGISTER goes on to the next modules.`,
      entrance.settings,
    );
    return { outcome: 'not-registered', finalCode: null };
  }
  const host = firstAddress(message, 'From')?.uri.host?.text ?? '';
  const domains = effective(model, section, 'reg-domains');
  const word = registrarDomain(
    list(model, section, 'reg-domains').map(one => one.text),
    host,
  );
  if (word === undefined) {
    trail.add(
      'decided',
      'Registrar domain',
      `"${host}" fits no word of \`reg-domains\`. ${afterwards(model)}`,
      [domains.setting],
      'From',
    );
    return { outcome: 'not-registered', finalCode: null };
  }
  if (isForeignAddress(model, host)) {
    const detail = `"${host}" fits \`reg-domains\`, but an address must also be one of the server's own, by its transports or \`aliases\`. ${afterwards(model)}`;
    const settings = [domains.setting, effective(model, 'global', 'aliases').setting];
    trail.add('decided', 'Registrar domain', detail, settings, 'From');
    return { outcome: 'not-registered', finalCode: null };
  }
  const how = word === host ? 'is listed in' : `fits the word "${word}" of`;
  trail.add('passed', 'Registrar domain', `"${host}" ${how} \`reg-domains\`.`, [domains.setting], 'From');
  return bind(question, trail);
}

function bind({ model, message }: FlexisipQuestion, trail: Trail): RegistrarResult {
  const contacts = valuesNamed(message, 'Contact').length;
  if (contacts === 0) {
    trail.add(
      'decided',
      'Contacts',
      'There is no Contact: the answer is 200 with the contacts of the user.',
      [],
      'Contact',
    );
    return { outcome: 'registered', finalCode: 200 };
  }
  const most = effective(model, section, 'max-contacts-per-registration');
  const limit = Number.parseInt(most.value, 10);
  if (most.item !== undefined && isSince(model.version, most.item.since) && contacts > limit) {
    const detail = `${contacts} contacts are more than ${limit}: the answer is 403 Too many contacts in REGISTER.`;
    trail.add('decided', 'Contacts', detail, [most.setting], 'Contact');
    return { outcome: 'rejected', finalCode: 403 };
  }
  const user = firstAddress(message, 'From')?.uri.user?.text ?? '';
  const allowed = effective(model, 'inter-domain-connections', 'accept-domain-registrations');
  if (user === '' && !flag(model, 'inter-domain-connections', 'accept-domain-registrations')) {
    const detail =
      'From has no user, so this registers a whole domain, which is not allowed: the answer is 403.';
    trail.add('decided', 'Domain registration', detail, [allowed.setting], 'From');
    return { outcome: 'rejected', finalCode: 403 };
  }
  const onResponse = effective(model, section, 'reg-on-response');
  if (flag(model, section, 'reg-on-response')) {
    const detail = 'The REGISTER is sent on, and the user is registered when the server behind accepts it.';
    trail.add('decided', 'Registration', detail, [onResponse.setting]);
    return { outcome: 'registered', finalCode: null };
  }
  const isRemoval = addExpiry(model, message, trail) === 0;
  trail.add(
    'decided',
    'Registration',
    isRemoval
      ? 'The contacts are removed: the answer is 200.'
      : 'The contacts are stored: the answer is 200.',
    [effective(model, section, 'enabled').setting],
    'Contact',
  );
  return { outcome: 'registered', finalCode: 200 };
}

/** Says for how long the contacts are stored; 0 when they are removed. */
function addExpiry(model: FlexisipModel, message: FlexisipQuestion['message'], trail: Trail): number {
  const seconds = (key: string): number | undefined => {
    const { value, item } = effective(model, section, key);
    if (item === undefined || !isSince(model.version, item.since)) return undefined;
    const type = typeIn(item, model.version);
    const read = readValue(type, value, model.version);
    if (!read.ok || read.number === undefined) return undefined;
    return type === 'Integer' ? read.number : read.number / 1000;
  };
  const forced = seconds('force-expires') ?? 0;
  const setting = (key: string) => effective(model, section, key).setting;
  if (forced > 0) {
    trail.add('passed', 'Expiry', `${forced} seconds are granted, whatever the client wishes.`, [
      setting('force-expires'),
    ]);
    return forced;
  }
  const ofContact = addressesNamed(message, 'Contact').map(contact =>
    parameterValue(contact.parameters, 'expires'),
  )[0];
  const wished = Number.parseInt(ofContact ?? headerText(firstHeader(message, 'Expires')) ?? '', 10);
  if (wished === 0) {
    trail.add(
      'passed',
      'Expiry',
      'An expiry of 0 removes the contact.',
      [],
      ofContact === undefined ? 'Expires' : 'Contact',
    );
    return 0;
  }
  const [least = 0, most = Number.POSITIVE_INFINITY] = [seconds('min-expires'), seconds('max-expires')];
  const standard = seconds('default-expires');
  const granted = Number.isNaN(wished) ? (standard ?? most) : Math.min(Math.max(wished, least), most);
  const settings = Number.isNaN(wished)
    ? [setting('default-expires')]
    : [setting('min-expires'), setting('max-expires')];
  const header = ofContact === undefined ? 'Expires' : 'Contact';
  trail.add('passed', 'Expiry', `${granted} seconds are granted.`, settings, header);
  return granted;
}

/** An IP address that is none of the server's own; false as long as those are not known. */
function isForeignAddress(model: FlexisipModel, host: string): boolean {
  if (!/^\d{1,3}(\.\d{1,3}){3}$|^\[.*\]$/.test(host)) return false;
  const own = ownAddresses(model);
  return own !== undefined && !own.has(host);
}

function afterwards(model: FlexisipModel): string {
  return isSince(model.version, '2.5.0-alpha')
    ? 'The Registrar ends the processing without an answer.'
    : 'The REGISTER goes on to the next modules and is routed.';
}
