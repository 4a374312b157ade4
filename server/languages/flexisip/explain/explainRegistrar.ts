import { addressesNamed, firstAddress, firstHeader, headerText, valuesNamed } from '../../../sip/message.ts';
import { parameterValue } from '../../../sip/parameters.ts';
import { compileRegexp } from '../../../text/cppRegexp.ts';
import { messageVariables } from '../expressions/expressionMessage.ts';
import { entranceOf } from '../expressions/moduleFilter.ts';
import { isSince, typeIn } from '../facts/facts.ts';
import { readValue } from '../facts/values.ts';
import { registrarDomain } from '../model/domains.ts';
import { effective, type FlexisipModel, flag, isKnown, list } from '../model/model.ts';
import { ownAddresses } from '../model/transports.ts';
import type { FlexisipQuestion, FlexisipTrail } from './explanation.ts';

export interface RegistrarResult {
  readonly outcome: 'registered' | 'not-registered' | 'rejected' | 'server-crashes';
  readonly finalCode: number | null;
  /** The REGISTER continues to the next modules. */
  readonly goesOn: boolean;
}

const section = 'module::Registrar';

/** What the Registrar does with a REGISTER that passed authentication. */
export function register(question: FlexisipQuestion, trail: FlexisipTrail): RegistrarResult {
  const { model, message } = question;
  const entrance = entranceOf(model, section, messageVariables(message));
  if (entrance.reason === 'broken') {
    trail.add(
      'Filter of the Registrar module',
      'decided',
      'The server crashes when it evaluates this filter.',
      {
        settings: entrance.settings,
      },
    );
    return { outcome: 'server-crashes', finalCode: null, goesOn: false };
  }
  if (!entrance.enters) {
    const why = entrance.reason === 'off' ? 'The module is disabled' : 'Its filter is false for this message';
    trail.add('Registrar module', 'decided', `${why}: the REGISTER continues to the next modules.`, {
      settings: entrance.settings,
    });
    return { outcome: 'not-registered', finalCode: null, goesOn: true };
  }
  const host = firstAddress(message, 'From')?.uri.host?.text ?? '';
  const domains = effective(model, section, 'reg-domains');
  const word = registrarDomain(
    list(model, section, 'reg-domains').map(one => one.text),
    host,
  );
  if (word === undefined) {
    trail.add(
      'Registrar domain',
      'decided',
      `"${host}" does not match any word of \`reg-domains\`. ${afterwards(model)}`,
      { settings: [domains.setting], header: 'From' },
    );
    return { outcome: 'not-registered', finalCode: null, goesOn: !endsForeignRegistrations(model) };
  }
  if (isForeignAddress(model, host)) {
    const detail = `"${host}" matches \`reg-domains\`, but an IP address must also belong to this server: it must be in its transports or \`aliases\`. ${afterwards(model)}`;
    const settings = [domains.setting, effective(model, 'global', 'aliases').setting];
    trail.add('Registrar domain', 'decided', detail, { settings, header: 'From' });
    return { outcome: 'not-registered', finalCode: null, goesOn: !endsForeignRegistrations(model) };
  }
  const how = word === host ? 'is listed in' : `matches the word "${word}" of`;
  trail.add('Registrar domain', 'passed', `"${host}" ${how} \`reg-domains\`.`, {
    settings: [domains.setting],
    header: 'From',
  });
  return bind(question, trail);
}

function bind({ model, message }: FlexisipQuestion, trail: FlexisipTrail): RegistrarResult {
  const contacts = valuesNamed(message, 'Contact').length;
  if (contacts === 0) {
    trail.add('Contacts', 'decided', "There is no Contact: the reply is 200 with the user's contacts.", {
      header: 'Contact',
    });
    return { outcome: 'registered', finalCode: 200, goesOn: false };
  }
  if (isWrongWildcard(message)) {
    const detail =
      '`*` must be the only contact, with `Expires: 0` (RFC 3261 section 10.2.2): the reply is 400.';
    trail.add('Contacts', 'decided', detail, { header: 'Contact' });
    return { outcome: 'rejected', finalCode: 400, goesOn: false };
  }
  const most = effective(model, section, 'max-contacts-per-registration');
  const limit = Number.parseInt(most.value, 10);
  if (most.item !== undefined && isSince(model.version, most.item.since) && contacts > limit) {
    const detail = `${contacts} contacts exceed the limit of ${limit}: the reply is 403 Too many contacts in REGISTER.`;
    trail.add('Contacts', 'decided', detail, { settings: [most.setting], header: 'Contact' });
    return { outcome: 'rejected', finalCode: 403, goesOn: false };
  }
  const user = firstAddress(message, 'From')?.uri.user?.text ?? '';
  const allowed = effective(model, 'inter-domain-connections', 'accept-domain-registrations');
  if (user === '' && !flag(model, 'inter-domain-connections', 'accept-domain-registrations')) {
    const detail =
      'From has no user, so this registers a whole domain, which is not allowed: the reply is 403.';
    trail.add('Domain registration', 'decided', detail, { settings: [allowed.setting], header: 'From' });
    return { outcome: 'rejected', finalCode: 403, goesOn: false };
  }
  const onResponse = effective(model, section, 'reg-on-response');
  if (flag(model, section, 'reg-on-response') && isRelayed(model, message, user)) {
    const detail =
      'The server replies 100 Trying, forwards the REGISTER, and stores the contacts when the next server replies 200.';
    trail.add('Registration', 'decided', detail, { settings: [onResponse.setting] });
    return { outcome: 'registered', finalCode: null, goesOn: true };
  }
  const isRemoval = addExpiry(model, message, trail) === 0;
  trail.add(
    'Registration',
    'decided',
    isRemoval ? 'The contacts are removed: the reply is 200.' : 'The contacts are stored: the reply is 200.',
    { settings: [effective(model, section, 'enabled').setting], header: 'Contact' },
  );
  return { outcome: 'registered', finalCode: 200, goesOn: false };
}

function isWrongWildcard(message: FlexisipQuestion['message']): boolean {
  const contacts = addressesNamed(message, 'Contact');
  if (!contacts.some(({ wildcard }) => wildcard)) return false;
  return contacts.length > 1 || Number(headerText(firstHeader(message, 'Expires')) ?? Number.NaN) !== 0;
}

/** Registrations of a whole domain are answered here unless `relay-reg-to-domains` forwards them. */
function isRelayed(model: FlexisipModel, message: FlexisipQuestion['message'], user: string): boolean {
  const connections = 'inter-domain-connections';
  if (user === '') return false;
  if (!flag(model, connections, 'accept-domain-registrations')) return true;
  if (!isKnown(model, connections, 'relay-reg-to-domains')) return true;
  if (!flag(model, connections, 'relay-reg-to-domains')) return false;
  const host = firstAddress(message, 'From')?.uri.host?.text ?? '';
  const pattern = compileRegexp(effective(model, connections, 'relay-reg-to-domains-regex').value);
  return typeof pattern !== 'string' && pattern.matchesWhole(host);
}

/** Adds the step about how long the contacts are stored; returns that number of seconds, 0 when they are removed. */
function addExpiry(model: FlexisipModel, message: FlexisipQuestion['message'], trail: FlexisipTrail): number {
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
    trail.add('Expiry', 'passed', `${forced} seconds are granted, whatever the client requests.`, {
      settings: [setting('force-expires')],
    });
    return forced;
  }
  const ofContact = addressesNamed(message, 'Contact').map(contact =>
    parameterValue(contact.parameters, 'expires'),
  )[0];
  const wished = Number.parseInt(ofContact ?? headerText(firstHeader(message, 'Expires')) ?? '', 10);
  if (wished === 0) {
    trail.add('Expiry', 'passed', 'An expiry of 0 removes the contact.', {
      header: ofContact === undefined ? 'Expires' : 'Contact',
    });
    return 0;
  }
  const [least = 0, most = Number.POSITIVE_INFINITY] = [seconds('min-expires'), seconds('max-expires')];
  const standard = seconds('default-expires');
  const granted = Number.isNaN(wished) ? (standard ?? most) : Math.min(Math.max(wished, least), most);
  const settings = Number.isNaN(wished)
    ? [setting('default-expires')]
    : [setting('min-expires'), setting('max-expires')];
  const header = ofContact === undefined ? 'Expires' : 'Contact';
  trail.add('Expiry', 'passed', `${granted} seconds are granted.`, { settings, header });
  return granted;
}

/** Is this an IP address of another machine? False if the server's own addresses are unknown. */
function isForeignAddress(model: FlexisipModel, host: string): boolean {
  if (!/^\d{1,3}(\.\d{1,3}){3}$|^\[.*\]$/.test(host)) return false;
  const own = ownAddresses(model);
  return own !== undefined && !own.has(host);
}

function endsForeignRegistrations({ version }: FlexisipModel): boolean {
  return isSince(version, '2.5.0-alpha');
}

function afterwards(model: FlexisipModel): string {
  return endsForeignRegistrations(model)
    ? 'The Registrar stops processing without a reply.'
    : 'The REGISTER continues to the next modules and is routed.';
}
