import { parameterValue } from '../../../sip/parameters.ts';
import { parseUriText } from '../../../sip/uri.ts';
import { effective, type FlexisipModel, flag, isKnown, list } from './model.ts';

export type Protocol = 'udp' | 'tcp' | 'tls';

/** Where something listens, or where a request is sent: host as written, port with the default of the scheme. */
export interface Endpoint {
  /** Several for a `sip:` URI without `transport`. */
  readonly protocols: readonly Protocol[];
  readonly host: string;
  readonly port: string;
}

/** Undefined for anything that is not a SIP URI, or that uses a protocol that is not compared here. */
export function endpointOf(text: string): Endpoint | undefined {
  const uri = parseUriText(text.trim().replace(/^<|>.*$/g, ''));
  if (uri.host === undefined || (uri.scheme !== 'sip' && uri.scheme !== 'sips')) return undefined;
  const protocols = protocolsOf(uri.scheme, parameterValue(uri.parameters, 'transport') ?? '');
  if (protocols === undefined) return undefined;
  const port = uri.port?.text || (protocols.includes('tls') ? '5061' : '5060');
  return { protocols, host: uri.host.text, port };
}

/**
 * What the proxy listens on, by `transports` and the internal transport of a cluster (`Agent::start`); undefined if one
 * of them cannot be read. The address to bind is `maddr`, if there is one.
 */
export function proxyEndpoints(model: FlexisipModel): readonly Endpoint[] | undefined {
  const texts = list(model, 'global', 'transports').map(({ text }) => text.replace(/\r$/, ''));
  if (isKnown(model, 'cluster', 'internal-transport') && flag(model, 'cluster', 'enabled'))
    texts.push(effective(model, 'cluster', 'internal-transport').value.replace('%auto', '0.0.0.0'));
  const endpoints: Endpoint[] = [];
  for (const text of texts) {
    const endpoint = endpointOf(text);
    if (endpoint === undefined) return undefined;
    const maddr = parameterValue(parseUriText(text).parameters, 'maddr');
    endpoints.push(maddr === undefined ? endpoint : { ...endpoint, host: maddr });
  }
  return endpoints;
}

function protocolsOf(scheme: string, transport: string): readonly Protocol[] | undefined {
  if (scheme === 'sips') return ['tls'];
  const written = transport
    .toLowerCase()
    .split(',')
    .filter(word => word !== '');
  if (written.length === 0) return ['udp', 'tcp'];
  const known = protocols.filter(protocol => written.includes(protocol));
  return known.length === written.length ? known : undefined;
}

const protocols: readonly Protocol[] = ['udp', 'tcp', 'tls'];
