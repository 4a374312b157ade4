import { entryOf } from '../../../text/table.ts';
import { isSince } from '../facts/facts.ts';
import { booleanOf } from '../facts/values.ts';
import type { FlexisipModel } from './model.ts';

export interface TransportFault {
  readonly what: string;
  readonly todo: string;
}

/** Why the server cannot listen on a transport (`Agent::start` and `nta_agent_add_tport`); undefined when it can. */
export function transportFault(model: FlexisipModel, text: string): TransportFault | undefined {
  const scheme = /^([a-z]+):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== 'sip' && scheme !== 'sips') return wrongScheme(text, scheme);
  const unreadable = placeFault(text);
  if (unreadable !== undefined) return unreadable;
  const parameters = parametersOf(text);
  const network = /^sips?:(?:[^@]*@)?[*[]/i.test(text) ? undefined : networkFault(model, parameters);
  if (network !== undefined) return network;
  return scheme === 'sip' ? protocolFault(parameters) : tlsFault(model, parameters);
}

/** Names in lower case. */
type Parameters = readonly { readonly name: string; readonly value: string }[];

function parametersOf(text: string): Parameters {
  return text
    .replace(/[?#].*$/, '')
    .split(';')
    .slice(1)
    .filter(part => part !== '')
    .map(part => {
      const [name = '', ...rest] = part.split('=');
      return { name: name.toLowerCase(), value: rest.join('=') };
    });
}

function wrongScheme(text: string, scheme: string | undefined): TransportFault {
  const other: Readonly<Record<string, string>> = {
    tls: 'sips:…',
    tcp: 'sip:…;transport=tcp',
    udp: 'sip:…;transport=udp',
  };
  return {
    what: `"${text}" is not a SIP URI.`,
    todo: `Write \`${entryOf(other, scheme ?? '') ?? 'sip:*:5060'}\`.`,
  };
}

/** Host and port; two URIs joined by a comma have a port that is not a number. */
function placeFault(text: string): TransportFault | undefined {
  const place = /^[a-z]+:(?:[^@]*@)?([^/;?#]*)/i.exec(text)?.[1] ?? '';
  const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(place) ?? [];
  if (host === '') return { what: `"${text}" has no host.`, todo: 'Write an address, a host name or `*`.' };
  if (port === undefined || /^(\d*|\*)$/.test(port)) return undefined;
  return port.includes(',')
    ? {
        what: `"${text}" is one word: commas do not separate transports.`,
        todo: 'Separate them with spaces.',
      }
    : { what: `The port of "${text}" is not a number.`, todo: 'Write a port such as 5060.' };
}

function protocolFault(parameters: Parameters): TransportFault | undefined {
  const protocols = parameters
    .find(({ name }) => name === 'transport')
    ?.value.toLowerCase()
    .split(',');
  if (protocols === undefined) return undefined;
  if (protocols.includes('tls'))
    return {
      what: 'The server does not understand `transport=tls` here.',
      todo: 'Start the URI with `sips:`.',
    };
  // One supported protocol in the list is enough, and some protocols depend on how the server was built.
  if (protocols.some(protocol => ['udp', 'tcp', 'sctp', 'ws', 'wss'].includes(protocol))) return undefined;
  return {
    what: `\`transport=${protocols.join(',')}\` is not a protocol of the server.`,
    todo: 'Write `udp` or `tcp`, or remove the parameter for both.',
  };
}

function tlsFault(model: FlexisipModel, parameters: Parameters): TransportFault | undefined {
  const unknown = parameters.find(({ name }) => !isTlsParameter(model, name));
  if (unknown !== undefined) {
    return {
      what: `"${unknown.name}" is not a parameter of a \`sips:\` transport.`,
      todo: 'Correct or remove it.',
    };
  }
  const wrong = parameters.find(({ name, value }) => tlsSwitches.has(name) && booleanOf(value) === undefined);
  if (wrong !== undefined) {
    return {
      what: `"${wrong.name}" is not a Boolean.`,
      todo: 'Set it to `true`, `false`, `1` or `0`.',
    };
  }
  const has = (wanted: string): boolean =>
    parameters.some(({ name, value }) => name === wanted && value !== '');
  if (has('tls-certificates-file') === has('tls-certificates-private-key')) return undefined;
  return {
    what: 'A transport needs both a certificate and a private key.',
    todo: 'Set both `tls-certificates-file` and `tls-certificates-private-key`.',
  };
}

/** `network` since 2.6.0-beta: IPv4 networks, separated by commas. It is ignored for IPv6 and for all addresses. */
function networkFault(model: FlexisipModel, parameters: Parameters): TransportFault | undefined {
  const value = parameters.find(({ name }) => name === 'network')?.value ?? '';
  if (value === '' || !isSince(model.version, '2.6.0-beta')) return undefined;
  const networks = value.split(',');
  const wrong = networks.find(network => !isNetwork(network));
  if (wrong !== undefined) {
    return { what: `"${wrong}" is not an IPv4 network.`, todo: 'Write a network such as `10.0.0.0/8`.' };
  }
  const twice = networks.find((network, index) => networks.indexOf(network) !== index);
  return twice === undefined
    ? undefined
    : { what: `The network "${twice}" appears twice.`, todo: 'Remove one.' };
}

function isNetwork(text: string): boolean {
  const [, address = '', bits = ''] = /^([\d.]+)\/(\d|[12]\d|3[0-2])$/.exec(text) ?? [];
  const parts = address.split('.');
  const isAddress =
    parts.length === 4 && parts.every(part => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
  return isAddress && (address !== '0.0.0.0' || bits === '0');
}

function isTlsParameter(model: FlexisipModel, name: string): boolean {
  if (name === 'tls-certificates-dir') return !isSince(model.version, '2.6.0-beta');
  // A few were added later; older releases are not checked for those.
  return tlsParameters.has(name);
}

const tlsSwitches: ReadonlySet<string> = new Set([
  'require-peer-certificate',
  'tls-allow-missing-client-certificate',
  'tls-client-connection',
  'tls-verify-incoming',
  'tls-verify-outgoing',
]);

const tlsParameters: ReadonlySet<string> = new Set([
  ...tlsSwitches,
  'maddr',
  'network',
  'tls-certificates-ca-file',
  'tls-certificates-file',
  'tls-certificates-private-key',
]);
