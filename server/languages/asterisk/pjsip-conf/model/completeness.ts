import { compileRegexp } from '../../../../text/cppRegexp.ts';
import type { Setting } from '../../config/entry.ts';
import { isTrue } from '../../values/truth.ts';
import { knowsAlgorithms, type OptionFacts, type Release } from '../facts/facts.ts';
import { decimalNumber, wholeNumber } from '../facts/numbers.ts';
import { addressFault, areContactParameters, isContactUser, isRoute, isSipUri } from '../facts/uriSyntax.ts';
import type { ValueFault } from '../facts/valueFault.ts';
import { lastOf, lastValue, type WholeFault } from './object.ts';

/** What the apply handlers of the object types need in addition to the object. */
export interface Surroundings {
  readonly release: Release;
  /** default_auth_algorithms_uas and _uac of the global object, in force. */
  readonly algorithmsUas: readonly string[];
  readonly algorithmsUac: readonly string[];
  readonly judgedValues: JudgedValues;
}

/** What is known about the values of each option, for one release: the same words occur all over a large file. */
export type JudgedValues = Map<OptionFacts, Map<string, ValueFault | 'fine'>>;

/** Why the server refuses an object whose lines are all valid (the apply handler of its type); undefined when it does not. */
export function wholeFault(
  type: string,
  settings: readonly Setting[],
  surroundings: Surroundings,
): WholeFault | undefined {
  return judges[type]?.(settings, surroundings);
}

type Judge = (settings: readonly Setting[], surroundings: Surroundings) => WholeFault | undefined;

const judges: Readonly<Record<string, Judge | undefined>> = {
  auth: judgeAuth,
  endpoint: judgeEndpoint,
  identify: judgeIdentify,
  registration: judgeRegistration,
  transport: judgeTransport,
  acl: settings => listNamedTwice(settings, 'acl') ?? listNamedTwice(settings, 'contact_acl'),
  global: settings => emptyGlobal(settings, 'debug') ?? emptyGlobal(settings, 'default_from_user'),
  domain_alias: settings => missing(settings, 'domain', 'A domain_alias needs a domain.', 'Add domain=.'),
  resource_list: settings =>
    missing(settings, 'event', 'A resource_list needs an event.', 'Add event=presence.') ??
    (valuesOf(settings, 'list_item').some(value => value.replaceAll(',', '').trim() !== '')
      ? undefined
      : { what: 'A resource_list needs at least one list_item.', todo: 'Add list_item=.' }),
  'outbound-publish': settings =>
    missing(settings, 'server_uri', 'An outbound-publish needs a server_uri.', 'Add server_uri=sip:host.') ??
    missing(settings, 'event', 'An outbound-publish needs an event.', 'Add event=.'),
  phoneprov: settings =>
    missing(settings, 'endpoint', 'A phoneprov needs an endpoint.', 'Add endpoint=.') ??
    missing(settings, 'mac', 'A phoneprov needs a MAC.', 'Add MAC=.') ??
    missing(settings, 'profile', 'A phoneprov needs a PROFILE.', 'Add PROFILE=.'),
};

function judgeAuth(settings: readonly Setting[], { release, algorithmsUas, algorithmsUac }: Surroundings) {
  const user = missing(settings, 'username', 'An auth needs a username.', 'Add username=.');
  if (user !== undefined) return user;
  const kind = lastValue(settings, 'auth_type')?.toLowerCase() ?? 'userpass';
  if (kind === 'google_oauth') {
    const absent = ['refresh_token', 'oauth_clientid', 'oauth_secret'].find(key => !isSet(settings, key));
    if (absent === undefined) return undefined;
    return { what: `auth_type=google_oauth needs ${absent}.`, todo: `Add ${absent}=.` };
  }
  if (!knowsAlgorithms(release)) {
    // Before releases with several algorithms, only a missing hash was an error.
    if (kind !== 'md5') return undefined;
    return missing(settings, 'md5_cred', 'auth_type=md5 needs md5_cred.', 'Add md5_cred=.');
  }
  if (isSet(settings, 'password')) return undefined;
  const hashes = new Set(
    settings
      .filter(({ option }) => option.key === 'md5_cred' || option.key === 'password_digest')
      .flatMap(({ value }) => value.split(','))
      .map(item => (item.includes(':') ? (item.split(':')[0] ?? '') : 'MD5').trim().toUpperCase()),
  );
  const wanted = [
    ...listOf(lastValue(settings, 'supported_algorithms_uas'), algorithmsUas),
    ...listOf(lastValue(settings, 'supported_algorithms_uac'), algorithmsUac),
  ];
  const without = wanted.find(algorithm => !hashes.has(algorithm.toUpperCase()));
  if (without === undefined) return undefined;
  const empty = lastOf(settings, 'password');
  return {
    what:
      hashes.size === 0
        ? 'An auth needs a password or a hash, and an empty password counts as none.'
        : `The auth has neither a password nor a hash for ${without}, which it offers.`,
    todo:
      hashes.size === 0
        ? 'Add a password or a hash.'
        : 'Add the hash, or list only the algorithms that have one.',
    ...(empty === undefined ? {} : { setting: empty }),
  };
}

function judgeEndpoint(settings: readonly Setting[]): WholeFault | undefined {
  const lists = listNamedTwice(settings, 'acl') ?? listNamedTwice(settings, 'contact_acl');
  if (lists !== undefined) return lists;
  const smallest = lastOf(settings, 'timers_min_se');
  const minimum = numberOf(settings, 'timers_min_se') ?? 90;
  if (minimum < 90)
    return at(smallest, 'timers_min_se is below 90, the minimum session interval.', 'Set it to 90 or more.');
  const expires = numberOf(settings, 'timers_sess_expires') ?? 1800;
  if (expires < minimum)
    return at(
      lastOf(settings, 'timers_sess_expires') ?? smallest,
      `timers_sess_expires (${expires}) is below timers_min_se (${minimum}).`,
      'Raise it.',
    );
  const generated = isTrue(lastValue(settings, 'dtls_auto_generate_cert') ?? '');
  if (generated && isSet(settings, 'dtls_cert_file'))
    return at(
      lastOf(settings, 'dtls_auto_generate_cert'),
      'dtls_auto_generate_cert and dtls_cert_file cannot be used together.',
      'Remove one of them.',
    );
  const first = numberOf(settings, 'rtp_port_start') ?? 0;
  const last = numberOf(settings, 'rtp_port_end') ?? 0;
  const ports = lastOf(settings, 'rtp_port_start') ?? lastOf(settings, 'rtp_port_end');
  if (first !== 0 || last !== 0) {
    if (first === 0 || last === 0)
      return at(ports, 'rtp_port_start and rtp_port_end must be set together.', 'Add the other one.');
    if (first < 1024 || last < 1024)
      return at(ports, 'RTP ports must be 1024 or higher.', 'Use higher ports.');
    if (last <= first) return at(ports, 'rtp_port_end must be greater than rtp_port_start.', 'Raise it.');
  }
  const preference = lastValue(settings, 'incoming_call_offer_pref');
  if (
    isTrue(lastValue(settings, 'preferred_codec_only') ?? '') &&
    preference !== undefined &&
    preference !== 'local'
  )
    return at(
      lastOf(settings, 'preferred_codec_only'),
      'preferred_codec_only and incoming_call_offer_pref cannot be used together.',
      'Remove preferred_codec_only.',
    );
  return undefined;
}

/** ast_append_acl: the names of lists are compared case-insensitively. */
function listNamedTwice(settings: readonly Setting[], key: string): WholeFault | undefined {
  if (lastOf(settings, key) === undefined) return undefined;
  const seen = new Set<string>();
  for (const setting of settings) {
    if (setting.option.key !== key || setting.value === '') continue;
    for (const word of setting.value.split(',')) {
      const name = word.trimStart().toLowerCase();
      if (seen.has(name))
        return at(setting, `The list "${word.trim()}" is already named above.`, 'Remove it here.');
      seen.add(name);
    }
  }
  return undefined;
}

function judgeIdentify(settings: readonly Setting[]): WholeFault | undefined {
  const owner = missing(settings, 'endpoint', 'An identify needs an endpoint.', 'Add endpoint=.');
  if (owner !== undefined) return owner;
  const header = lastOf(settings, 'match_header');
  const uri = lastOf(settings, 'match_request_uri');
  const hasMatch = valuesOf(settings, 'match').some(value =>
    value.split(',').some(word => word.trim() !== ''),
  );
  if (!hasMatch && isEmpty(header) && isEmpty(uri))
    return at(
      lastOf(settings, 'match') ?? header ?? uri,
      'The identify has nothing to match.',
      'Add match= with the addresses of the other side.',
    );
  if (header !== undefined && header.value !== '') {
    const colon = header.value.indexOf(':');
    if (colon < 0) return at(header, 'match_header has no colon.', 'Write it as Header: value.');
    if (header.value.slice(0, colon).trim() === '')
      return at(header, 'match_header has no header name.', 'Write it as Header: value.');
    const fault = regexpFault(header.value.slice(colon + 1).trim());
    if (fault !== undefined) return at(header, `The regular expression is invalid: ${fault}.`, 'Correct it.');
  }
  const fault = uri === undefined ? undefined : regexpFault(uri.value);
  return fault === undefined
    ? undefined
    : at(uri, `The regular expression is invalid: ${fault}.`, 'Correct it.');
}

function judgeRegistration(settings: readonly Setting[]): WholeFault | undefined {
  const uris = [
    ['server_uri', 'the registrar, such as sip:provider.example'],
    ['client_uri', 'your own account, such as sip:user@provider.example'],
  ] as const;
  for (const [key, form] of uris) {
    const setting = lastOf(settings, key);
    if (setting === undefined || setting.value === '')
      return at(setting, `A registration needs a ${key}.`, `Set it to ${form}.`);
    const fault = addressFault(setting.value);
    if (fault === 'length') return at(setting, `${key} is too long for Asterisk.`, 'Shorten it.');
    if (fault !== undefined || !isSipUri(setting.value))
      return at(setting, `${key} is not a sip: or sips: URI.`, `Set it to ${form}.`);
  }
  const hasLine = isTrue(lastValue(settings, 'line') ?? '');
  const endpoint = lastOf(settings, 'endpoint');
  if (hasLine && isEmpty(endpoint))
    return at(lastOf(settings, 'line'), 'line=yes needs an endpoint.', 'Add endpoint=.');
  if (!hasLine && !isEmpty(endpoint))
    return at(endpoint, 'Asterisk refuses endpoint without line=yes.', 'Add line=yes.');
  const user = lastOf(settings, 'contact_user');
  if (user !== undefined && user.value !== '' && !isContactUser(user.value))
    return at(user, 'contact_user does not form a valid URI.', 'Use letters, digits, "-", "_" and "." only.');
  const parameters = lastOf(settings, 'contact_header_params');
  if (parameters !== undefined && parameters.value !== '' && !areContactParameters(parameters.value))
    return at(
      parameters,
      'contact_header_params are not parameters.',
      'Write them as name=value\\;name=value.',
    );
  const proxy = lastOf(settings, 'outbound_proxy');
  if (proxy !== undefined && proxy.value !== '' && !isRoute(proxy.value))
    return at(proxy, 'outbound_proxy is not a SIP URI.', 'Write it as sip:proxy.example\\;lr.');
  const expiration = lastOf(settings, 'expiration');
  if (expiration !== undefined && wholeNumber(expiration.value, true) === 0)
    return at(expiration, 'A registration cannot last 0 seconds.', 'Set a number of seconds, such as 3600.');
  return undefined;
}

function judgeTransport(settings: readonly Setting[]): WholeFault | undefined {
  const address = lastOf(settings, 'external_signaling_address');
  if (!isEmpty(address) && isSet(settings, 'external_signaling_hostname'))
    return at(
      address,
      'external_signaling_address and external_signaling_hostname cannot be used together.',
      'Remove one of them.',
    );
  const isFlow = lastValue(settings, 'protocol')?.toLowerCase() === 'flow';
  if (isFlow && lastOf(settings, 'bind') === undefined) {
    const own = ['external_signaling_address', 'external_media_address'].find(key => isSet(settings, key));
    if (own !== undefined)
      return at(
        lastOf(settings, own),
        `${own} needs to know the IP version.`,
        'Add bind=0.0.0.0 or bind=[::].',
      );
  }
  if (!isFlow && lastOf(settings, 'bind') === undefined)
    return { what: 'A transport needs an address to listen on.', todo: 'Add bind=, such as bind=0.0.0.0.' };
  return undefined;
}

function regexpFault(text: string): string | undefined {
  if (text.length <= 2 || !text.startsWith('/') || !text.endsWith('/')) return undefined;
  const compiled = compileRegexp(text.slice(1, -1));
  return typeof compiled === 'string' ? compiled : undefined;
}

function emptyGlobal(settings: readonly Setting[], key: string): WholeFault | undefined {
  const setting = lastOf(settings, key);
  if (setting === undefined || setting.value !== '') return undefined;
  return at(setting, `${key} cannot be empty.`, 'Set a value, or remove the line.');
}

function missing(
  settings: readonly Setting[],
  key: string,
  what: string,
  todo: string,
): WholeFault | undefined {
  const setting = lastOf(settings, key);
  return setting === undefined || setting.value === '' ? at(setting, what, todo) : undefined;
}

function at(setting: Setting | undefined, what: string, todo: string): WholeFault {
  return setting === undefined ? { what, todo } : { what, todo, setting };
}

function isSet(settings: readonly Setting[], key: string): boolean {
  return !isEmpty(lastOf(settings, key));
}

function isEmpty(setting: Setting | undefined): boolean {
  return setting === undefined || setting.value === '';
}

function valuesOf(settings: readonly Setting[], key: string): string[] {
  return settings.filter(({ option }) => option.key === key).map(({ value }) => value);
}

function numberOf(settings: readonly Setting[], key: string): number | undefined {
  const value = lastValue(settings, key);
  return value === undefined ? undefined : (wholeNumber(value, true) ?? decimalNumber(value));
}

function listOf(value: string | undefined, otherwise: readonly string[]): readonly string[] {
  const words = (value ?? '').split(',').flatMap(word => (word.trim() === '' ? [] : [word.trim()]));
  return words.length === 0 ? otherwise : words;
}
