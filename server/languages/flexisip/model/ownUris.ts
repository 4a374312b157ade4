import { parameterValue } from '../../../sip/parameters.ts';
import { parseUriText, type SipUri } from '../../../sip/uri.ts';
import { type FlexisipModel, list } from './model.ts';
import { isTlsTransport } from './transports.ts';

/** `unknown`: a transport listens on all addresses of the machine, and the file does not contain them. */
export type Ownership = 'own' | 'foreign' | 'unknown';

/**
 * Does a URI lead to this server (`Agent::isUs`)? `maddr` counts instead of the host. An alias is enough if the URI
 * has no port, or if no transport has the host of the alias; otherwise host and port must equal those of a transport.
 * `machine` contains more addresses of the server, given in the question.
 */
export function ownershipOf(
  model: FlexisipModel,
  uri: SipUri,
  machine: ReadonlySet<string> = new Set(),
): Ownership {
  const host = hostKey(parameterValue(uri.parameters, 'maddr') ?? uri.host?.text ?? '');
  if (host === '') return 'foreign';
  const port = uri.port?.text ?? '';
  const places = list(model, 'global', 'transports').map(({ text }) => placeOf(text));
  const isOnTransport = (): boolean =>
    places.some(place => place.hosts.includes(host) && place.port === (port === '' ? place.standard : port));
  if (isOnTransport()) return 'own';
  const isAlias = list(model, 'global', 'aliases').some(({ text }) => hostKey(text) === host);
  if (isAlias && (port === '' || !places.some(place => place.hosts.includes(host)))) return 'own';
  const wildcard = places.filter(place => place.hosts.some(isAnyAddress));
  if (wildcard.length === 0 || !isAddress(host)) return 'foreign';
  if (!wildcard.some(place => place.port === (port === '' ? place.standard : port))) return 'foreign';
  if (machine.size === 0) return 'unknown';
  return machine.has(host) ? 'own' : 'foreign';
}

/** Lower case, without brackets and without a dot at the end. */
export function hostKey(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}

export function isAddress(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || host.includes(':');
}

interface Place {
  readonly hosts: readonly string[];
  readonly port: string;
  /** The default port of a URI. */
  readonly standard: string;
}

function placeOf(text: string): Place {
  const uri = parseUriText(text.replace(/^<|>.*$/g, ''));
  const standard = isTlsTransport(text) ? '5061' : '5060';
  const hosts = [uri.host?.text ?? '*', parameterValue(uri.parameters, 'maddr') ?? ''].filter(
    host => host !== '',
  );
  return { hosts: hosts.map(hostKey), port: uri.port?.text ?? standard, standard };
}

function isAnyAddress(host: string): boolean {
  return host === '*' || host === '0.0.0.0' || host === '::' || host === '::0';
}
