import {
  parseServerUri,
  rewriteUri,
  type ServerUri,
  type UriChange,
  uriPort,
  uriTransport,
} from '../messages/uri.ts';
import { noteBadUri } from '../routes.ts';
import type { Execution, VariableModel, VariableTable } from '../server.ts';
import { printedQ } from './qValue.ts';
import {
  integerValue,
  isNull,
  nullValue,
  optionalText,
  printed,
  textValue,
  textWithNumber,
  type Value,
} from './value.ts';

/** Request-URI, original URI and destination URI with their parts. */
const requestUri: VariableModel = {
  get: x => part(x, () => textValue(x.message.uri)),
  set: (x, _, value) => {
    if (value.text === undefined) return false;
    setRequestUri(x, value.text);
    return true;
  },
};

const requestUser: VariableModel = {
  get: x => part(x, userOf),
  set: (x, _, value) => {
    if (isNull(value)) return changeUri(x, { user: '' });
    return value.text !== undefined && changeUri(x, { user: value.text });
  },
};

const requestDomain: VariableModel = {
  get: x => part(x, hostOf),
  set: (x, _, value) => value.text !== undefined && changeUri(x, { host: value.text }),
};

const destinationUri: VariableModel = {
  get: x => optionalText(x.message.dstUri),
  set: (x, _, value) => {
    if (isNull(value)) {
      x.message.dstUri = undefined;
      return true;
    }
    if (value.text === undefined) return false;
    x.message.dstUri = value.text === '' ? undefined : value.text;
    return true;
  },
};

const originalUri: VariableModel = { get: x => originalPart(x, () => textValue(x.message.requestUri)) };

export const uriVariables: VariableTable = {
  ru: requestUri,
  ruri: requestUri,
  rU: requestUser,
  'ruri.user': requestUser,
  rd: requestDomain,
  'ruri.domain': requestDomain,
  rp: {
    get: x => part(x, portOf),
    set: (x, _, value) => changeUri(x, { port: isNull(value) ? '' : printed(value) }),
  },
  rP: { get: x => part(x, protocolOf) },
  ru_q: {
    get: x => integerValue(x.message.q ?? -1),
    set: (x, _, value) => {
      x.message.q = value.number;
      return true;
    },
  },
  ou: originalUri,
  ouri: originalUri,
  oU: { get: x => originalPart(x, userOf) },
  od: { get: x => originalPart(x, hostOf) },
  op: { get: x => originalPart(x, portOf) },
  oP: { get: x => originalPart(x, protocolOf) },
  du: destinationUri,
  duri: destinationUri,
  dd: {
    get: x => destinationPart(x, hostOf),
    set: (x, _, value) => value.text !== undefined && changeDestination(x, { host: value.text }),
  },
  dp: {
    get: x => destinationPart(x, portOf),
    set: (x, _, value) => changeDestination(x, { port: isNull(value) ? '' : printed(value) }),
  },
  dP: { get: x => destinationPart(x, protocolOf) },
  ds: { get: x => optionalText(printDestinations(x)) },
};

export function setRequestUri(x: Execution, uri: string): void {
  x.message.newUri = uri;
}

/** Replaces a part of the Request-URI; false for a malformed URI. */
export function changeUri(x: Execution, change: UriChange): boolean {
  const uri = x.message.parsedUri;
  if (uri === undefined || !x.message.isRequest) return false;
  setRequestUri(x, rewriteUri(uri, change));
  return true;
}

function changeDestination(x: Execution, change: UriChange): boolean {
  if (x.message.dstUri === undefined) return false;
  const uri = parseServerUri(x.message.dstUri);
  if (uri === undefined) return false;
  x.message.dstUri = rewriteUri(uri, change);
  return true;
}

function part(x: Execution, read: (uri: ServerUri) => Value): Value {
  if (!x.message.isRequest) return nullValue;
  const uri = x.message.parsedUri;
  if (uri === undefined) noteBadUri(x);
  return uri === undefined ? nullValue : read(uri);
}

function originalPart(x: Execution, read: (uri: ServerUri) => Value): Value {
  if (!x.message.isRequest) return nullValue;
  const uri = parseServerUri(x.message.requestUri);
  return uri === undefined ? nullValue : read(uri);
}

function destinationPart(x: Execution, read: (uri: ServerUri) => Value): Value {
  const uri = x.message.dstUri === undefined ? undefined : parseServerUri(x.message.dstUri);
  return uri === undefined ? nullValue : read(uri);
}

function userOf(uri: ServerUri): Value {
  return uri.user === undefined || uri.user === '' ? nullValue : textValue(uri.user);
}

function hostOf(uri: ServerUri): Value {
  return uri.host === '' ? nullValue : textValue(uri.host);
}

function portOf(uri: ServerUri): Value {
  return uri.port === undefined ? integerValue(uriPort(uri)) : textWithNumber(uri.port, uri.portNumber);
}

const protocolNumbers: Readonly<Record<string, number>> = { udp: 1, tcp: 2, tls: 3, sctp: 4, ws: 5, wss: 6 };

function protocolOf(uri: ServerUri): Value {
  const protocol = uri.transport ?? uriTransport(uri);
  return textWithNumber(protocol, protocolNumbers[protocol.toLowerCase()] ?? 0);
}

/** The destination set as a Contact header, for `$ds` and for a 3xx reply (print_dset). */
export function printDestinations(x: Execution): string | undefined {
  const { message } = x;
  const entries: string[] = [];
  if (message.newUri !== undefined) entries.push(`<${message.newUri}>${qParameter(message.q)}`);
  for (const branch of message.branches) entries.push(`<${branch.uri}>${qParameter(branch.q)}`);
  return entries.length === 0 ? undefined : `Contact: ${entries.join(', ')}`;
}

function qParameter(q: number | undefined): string {
  const text = printedQ(q);
  return text === '' ? '' : `;q=${text}`;
}
