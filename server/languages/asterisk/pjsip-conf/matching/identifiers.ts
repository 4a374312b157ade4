import { parseAddress } from '../../../../sip/ipAddress.ts';
import { headersNamed, headerText } from '../../../../sip/message.ts';
import { compileRegexp } from '../../../../text/cppRegexp.ts';
import type { Setting } from '../../config/entry.ts';
import { isTrue } from '../../values/truth.ts';
import { isInNetwork, matchEntry } from '../facts/addresses.ts';
import { compareNames } from '../model/identifies.ts';
import type { PjsipConf } from '../model/model.ts';
import { lastValue, type PjsipObject } from '../model/object.ts';
import { listeningAddress } from '../model/transports.ts';
import type { IdentifiedBy, NamedIdentifier } from './identifiedBy.ts';
import { optionOf, type PjsipTrail, type RequestInput, settingOf } from './input.ts';
import { endpointByLine } from './lineToken.ts';
import { fromUser } from './readable.ts';

export interface Identified {
  readonly endpoint: PjsipObject;
  readonly by: IdentifiedBy;
  readonly identify: PjsipObject | undefined;
}

/** The credentials of the request at this point. */
export interface CarriedCredentials {
  readonly username: string;
  readonly realm: string;
}

/** Identifiers as their modules load; those that endpoint_identifier_order names come first, in its order. */
const LOADED: readonly NamedIdentifier[] = [
  'username',
  'auth_username',
  'ip',
  'header',
  'request_uri',
  'anonymous',
];

/** The order in which the identifiers run: unlisted ones run too, after the listed ones. */
export function identifierOrder(model: PjsipConf): readonly NamedIdentifier[] {
  const listed = model
    .global('endpoint_identifier_order', 'ip,username,anonymous')
    .split(',')
    .flatMap(name => LOADED.filter(known => known === name));
  const rest = LOADED.filter(name => !listed.includes(name));
  const order = [...new Set(listed)];
  return [...order, ...rest].filter(name => existsIn(name, model));
}

/** Finds the endpoint of a request: the first identifier that returns one wins. */
export function identify(
  model: PjsipConf,
  input: RequestInput,
  carried: CarriedCredentials | undefined,
  trail: PjsipTrail,
): Identified | undefined {
  const line = endpointByLine(model, input, trail);
  if (line !== undefined) return { endpoint: line.endpoint, by: 'line', identify: undefined };
  for (const by of identifierOrder(model)) {
    const found = identifiers[by](model, input, carried, trail);
    if (found === undefined) continue;
    trail.add(`Identifier ${by}`, 'decided', `The endpoint "${found.endpoint.name}" is found ${WORDS[by]}.`, {
      object: found.endpoint,
      lines: found.lines,
    });
    return { endpoint: found.endpoint, by, identify: found.identify };
  }
  return undefined;
}

const WORDS: Readonly<Record<NamedIdentifier, string>> = {
  ip: 'by the address of the packet',
  username: 'by the user part of the From header',
  auth_username: 'by the user name of the Authorization header',
  header: 'by a header',
  request_uri: 'by the Request-URI',
  anonymous: 'because nothing else recognizes the caller',
};

interface Found {
  readonly endpoint: PjsipObject;
  readonly identify?: PjsipObject;
  readonly lines: readonly (Setting | undefined)[];
}

type Identifier = (
  model: PjsipConf,
  input: RequestInput,
  carried: CarriedCredentials | undefined,
  trail: PjsipTrail,
) => Found | undefined;

const identifiers: Readonly<Record<NamedIdentifier, Identifier>> = {
  ip: (model, input, _carried, trail) =>
    byIdentify(
      model,
      trail,
      'ip',
      `No identify covers ${input.source.address}:${input.source.port}.`,
      identifyObject => matchesAddress(identifyObject, input),
    ),
  header: (model, input, _carried, trail) =>
    byIdentify(model, trail, 'header', 'No match_header matches.', identifyObject =>
      matchesHeader(identifyObject, input),
    ),
  request_uri: (model, input, _carried, trail) =>
    byIdentify(model, trail, 'request_uri', 'No match_request_uri matches.', identifyObject =>
      matchesUri(identifyObject, input),
    ),
  username: (model, { message, source }, _carried, trail) => {
    const from = fromUser(message);
    if (from === undefined || from.scheme === 'tel' || from.user === '') {
      trail.add('Identifier username', 'failed', 'The From header has no user part.', { header: 'From' });
      return undefined;
    }
    const names = candidates(model, withoutOptions(model, from.user), from.host, source.transport);
    return byName(model, names, 'username', 'From', trail);
  },
  auth_username: (model, { source }, carried, trail) => {
    if (carried === undefined) {
      trail.add('Identifier auth_username', 'skipped', 'The request has no digest credentials.');
      return undefined;
    }
    const names = candidates(model, carried.username, carried.realm, source.transport);
    return byName(model, names, 'auth_username', 'Authorization', trail);
  },
  anonymous: (model, { message, source }, _carried, trail) => {
    const from = fromUser(message);
    const names =
      from === undefined || from.scheme === 'tel'
        ? []
        : candidates(model, 'anonymous', from.host, source.transport);
    for (const name of names) {
      const endpoint = model.object('endpoint', name);
      if (endpoint !== undefined) return { endpoint, lines: [] };
    }
    trail.add('Identifier anonymous', 'failed', 'There is no endpoint for unknown callers.');
    return undefined;
  },
};

function byName(
  model: PjsipConf,
  names: readonly string[],
  method: 'username' | 'auth_username',
  header: string,
  trail: PjsipTrail,
): Found | undefined {
  for (const name of names) {
    const endpoint = model.object('endpoint', name);
    if (endpoint === undefined) continue;
    const setting = settingOf(endpoint, 'identify_by');
    const methods = (setting?.value ?? 'username,ip').split(',').map(word => word.trim().toLowerCase());
    if (methods.includes(method)) return { endpoint, lines: [setting] };
    const detail = `The endpoint "${name}" cannot be found by ${method}, because its identify_by does not include it.`;
    trail.add(`Identifier ${method}`, 'failed', detail, { object: endpoint, lines: [setting], header });
    return undefined;
  }
  trail.add(`Identifier ${method}`, 'failed', `There is no endpoint "${names.at(-1) ?? ''}".`, { header });
  return undefined;
}

/**
 * The names that are tried: with the domain, with its alias, with the domain of a transport that the request can have arrived on,
 * and without a domain.
 */
function candidates(
  model: PjsipConf,
  user: string,
  domain: string,
  protocol: RequestInput['source']['transport'],
): readonly string[] {
  if (isTrue(model.global('disable_multi_domain', 'no'))) return [user];
  const alias = model.object('domain_alias', domain);
  const aliased = alias === undefined ? undefined : lastValue(alias.settings, 'domain');
  const ofTransports = model.loaded('transport').flatMap(transport => {
    const own = lastValue(transport.settings, 'domain') ?? '';
    return own === '' || listeningAddress(transport)?.protocol !== protocol ? [] : [own];
  });
  const domains = [domain, ...(aliased === undefined ? [] : [aliased]), ...ofTransports];
  return [...domains.filter(each => each !== '').map(each => `${user}@${each}`), user];
}

/** `;options` after the user count, unless ignore_uri_user_options is set. */
export function withoutOptions(model: PjsipConf, user: string): string {
  return isTrue(model.global('ignore_uri_user_options', 'no')) ? user.replace(/;.*$/, '') : user;
}

function byIdentify(
  model: PjsipConf,
  trail: PjsipTrail,
  by: NamedIdentifier,
  otherwise: string,
  fits: (identify: PjsipObject) => Setting | undefined,
): Found | undefined {
  const all = [...model.loaded('identify')].sort((a, b) => compareNames(a.name, b.name));
  for (const object of all) {
    const setting = fits(object);
    if (setting === undefined) continue;
    const name = optionOf(object, 'endpoint', '');
    const endpoint = model.object('endpoint', name);
    if (endpoint !== undefined) return { endpoint, identify: object, lines: [setting] };
    const detail = `The identify "${object.name}" matches, but there is no endpoint "${name}".`;
    trail.add(`Identifier ${by}`, 'failed', detail, { object, lines: [setting] });
    return undefined;
  }
  trail.add(`Identifier ${by}`, 'failed', otherwise);
  return undefined;
}

/** The line that decides; the last entry that covers the address counts, an exclusion included. */
function matchesAddress(identify: PjsipObject, { source }: RequestInput): Setting | undefined {
  const address = parseAddress(source.address);
  if (address === undefined) return undefined;
  let last: { setting: Setting; isNegated: boolean } | undefined;
  for (const setting of identify.settings) {
    if (setting.option.key !== 'match') continue;
    for (const word of setting.value.split(',')) {
      const entry = matchEntry(word.trim());
      if (entry.kind !== 'network') continue;
      if (entry.port !== 0 && entry.port !== source.port) continue;
      if (isInNetwork(address, entry.network, entry.bits)) last = { setting, isNegated: entry.isNegated };
    }
  }
  return last?.isNegated === false ? last.setting : undefined;
}

function matchesHeader(identify: PjsipObject, { message }: RequestInput): Setting | undefined {
  const setting = settingOf(identify, 'match_header');
  const colon = setting?.value.indexOf(':') ?? -1;
  if (setting === undefined || colon < 0) return undefined;
  const wanted = setting.value.slice(colon + 1).trim();
  const headers = headersNamed(message, setting.value.slice(0, colon).trim());
  return headers.some(header => fitsText(wanted, (headerText(header) ?? '').trim())) ? setting : undefined;
}

function matchesUri(identify: PjsipObject, { message }: RequestInput): Setting | undefined {
  const setting = settingOf(identify, 'match_request_uri');
  if (setting === undefined || setting.value === '' || message.startLine.kind !== 'request') return undefined;
  return fitsText(setting.value, message.startLine.uri.text) ? setting : undefined;
}

/** A literal text, or an extended regular expression between slashes, not anchored. */
function fitsText(wanted: string, text: string): boolean {
  if (wanted.length <= 2 || !wanted.startsWith('/') || !wanted.endsWith('/'))
    return (wanted === '//' ? '' : wanted) === text;
  const compiled = compileRegexp(wanted.slice(1, -1));
  return typeof compiled !== 'string' && compiled.search(text) !== undefined;
}

function existsIn(by: NamedIdentifier, { release }: PjsipConf): boolean {
  if (by === 'request_uri') return release.branch >= 18 && release.branch !== 19;
  return by !== 'header' || release.branch >= 13;
}
