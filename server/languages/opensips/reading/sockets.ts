import { keywordSince } from '../facts/reserved.ts';
import type { SocketParameter, SocketValue } from '../syntax/syntax.ts';
import { isNumber, numberValue } from '../syntax/token.ts';
import { reportReserved } from './calls.ts';
import type { Cursor } from './cursor.ts';
import { parseAddress } from './expressions.ts';
import { unexpected } from './faults.ts';

/** Transports of a socket, in lowercase, with the module that implements each. */
export const transportModules: Readonly<Record<string, string>> = {
  udp: 'proto_udp',
  tcp: 'proto_tcp',
  tls: 'proto_tls',
  sctp: 'proto_sctp',
  ws: 'proto_ws',
  wss: 'proto_wss',
  bin: 'proto_bin',
  bins: 'proto_bins',
  hep_udp: 'proto_hep',
  hep_tcp: 'proto_hep',
  hep_tls: 'proto_hep',
  smpp: 'proto_smpp',
  msrp: 'proto_msrp',
  msrps: 'proto_msrp',
  ipsec: 'proto_ipsec',
};

/** The module of a transport; the case of the transport does not matter. */
export function transportOf(protocol: string): string | undefined {
  const name = protocol.toLowerCase();
  return Object.hasOwn(transportModules, name) ? transportModules[name] : undefined;
}

/** Flags of a socket, with the version that added each. */
const flags: Readonly<Record<string, string>> = {
  anycast: '2.4',
  frag: '3.3',
  reuse_port: '3.4',
  accept_subdomain: '3.6',
  allow_proxy_protocol: '4.0',
  send_proxy_protocol: '4.0',
  proxy_protocol: '4.0',
  allow_proxy: '4.0',
  send_proxy: '4.0',
  proxy: '4.0',
};

/** The value of `socket` (or `listen`): `proto:host[:port]` and its parameters. Undefined after a syntax error. */
export function parseSocket(cursor: Cursor): SocketValue | undefined {
  const protocol = cursor.peek();
  if (protocol.kind === 'word' && /^bond$/i.test(protocol.text) && nextIs(cursor, 1, ':'))
    return parseBond(cursor);
  const named = protocol.kind === 'word' && !isNumber(protocol);
  if (!named || !nextIs(cursor, 1, ':')) return parseSocketWithoutProtocol(cursor);
  cursor.take();
  if (transportOf(protocol.text) === undefined)
    cursor.report(
      'syntax-error',
      protocol,
      keywordSince(protocol.text) === undefined
        ? `\`${protocol.text}\` is not a transport. Allowed: ${Object.keys(transportModules).join(', ')}.`
        : `\`${protocol.text}\` is not a transport.`,
    );
  cursor.take();
  const host = cursor.takeIf('*') === undefined ? parseHost(cursor) : '*';
  if (host === undefined) return undefined;
  let port: number | undefined;
  if (cursor.takeIf(':') !== undefined) {
    const value = parsePortRange(cursor);
    if (value === undefined) return undefined;
    port = value;
  }
  const parameters = parseParameters(cursor);
  return {
    protocol,
    host: host === '*' ? undefined : host,
    port,
    parameters,
    ...cursor.from(protocol),
  };
}

/** Up to 2.0 a socket needed no protocol; this form is read so that the rest of the file can be parsed. */
function parseSocketWithoutProtocol(cursor: Cursor): SocketValue | undefined {
  const first = cursor.peek();
  const host = first.kind === 'number' ? undefined : parseHost(cursor);
  if (host === undefined) {
    if (first.kind === 'number') return unexpected(cursor, 'a socket must be written `proto:address:port`');
    return undefined;
  }
  cursor.report(
    'old-syntax',
    cursor.from(first),
    'The protocol of the socket is missing: write `proto:address:port`.',
    {
      since: '2.1',
    },
  );
  let port: number | undefined;
  if (cursor.takeIf(':') !== undefined) port = parsePortRange(cursor);
  const parameters = parseParameters(cursor);
  return { protocol: first, host, port, parameters, ...cursor.from(first) };
}

function parseBond(cursor: Cursor): SocketValue | undefined {
  const protocol = cursor.take();
  cursor.take();
  cursor.report('old-syntax', protocol, 'Socket bonds exist only since 4.0.', { until: '4.0' });
  const name = cursor.peek();
  if (name.kind !== 'word') return unexpected(cursor, 'the name of the bond is expected');
  cursor.take();
  if (cursor.takeIf('{') === undefined) return unexpected(cursor, '`{` is expected');
  do {
    if (cursor.peek().kind !== 'string') return unexpected(cursor, 'a socket in quotes is expected');
    cursor.take();
  } while (cursor.takeIf(',') !== undefined);
  if (cursor.takeIf('}') === undefined) return unexpected(cursor, '`}` is expected');
  return { protocol, host: undefined, port: undefined, parameters: [], ...cursor.from(protocol) };
}

/** An address, a name in quotes, or a name of words joined by dots and hyphens; returned without quotes. */
export function parseHost(cursor: Cursor): string | undefined {
  const address = parseAddress(cursor);
  if (address !== undefined) return address.text;
  const token = cursor.peek();
  if (token.kind === 'string') {
    cursor.take();
    return token.text.slice(1, -1);
  }
  if (token.kind !== 'word') return unexpected(cursor, 'an address or a host name is expected');
  if (isNumber(token)) return unexpected(cursor, 'an address or a host name is expected');
  let host = '';
  for (;;) {
    const part = cursor.peek();
    if (part.kind !== 'word' || isNumber(part))
      return unexpected(cursor, 'because of this part, the whole host name needs quotes');
    cursor.take();
    reportReserved(cursor, part);
    host += part.text;
    const separator = cursor.peek();
    if (separator.kind !== 'sign' || (separator.text !== '.' && separator.text !== '-')) return host;
    cursor.take();
    host += separator.text;
  }
}

/** The first port of `5060`, `5060-5070` or `5060, 5080`. */
function parsePortRange(cursor: Cursor): number | undefined {
  let first: number | undefined;
  for (;;) {
    const token = cursor.peek();
    const from = isNumber(token) ? numberValue(token) : undefined;
    if (from === undefined) {
      if (first === undefined && cursor.at('any')) {
        cursor.take();
        return 0;
      }
      return unexpected(cursor, 'a port number is expected');
    }
    cursor.take();
    const isFirst = first === undefined;
    first ??= from;
    if (cursor.at('-')) {
      const minus = cursor.take();
      const end = cursor.peek();
      const to = isNumber(end) ? numberValue(end) : undefined;
      if (to === undefined) return unexpected(cursor, 'the last port of the range is expected');
      cursor.take();
      cursor.report('old-syntax', minus, 'Port ranges exist only since 3.5.', { until: '3.5' });
      if (from > to)
        cursor.report('syntax-error', end, `The end of the range (${to}) is below its start (${from}).`);
    } else if (!isFirst) {
      cursor.report('old-syntax', token, 'Lists of ports exist only since 3.5.', { until: '3.5' });
    }
    if (!cursor.at(',') || !isNumber(cursor.peek(1))) return first;
    cursor.take();
  }
}

function parseParameters(cursor: Cursor): SocketValue['parameters'] {
  const parameters: SocketParameter[] = [];
  for (;;) {
    const name = cursor.peek();
    if (name.kind !== 'word') return parameters;
    const key = name.text.toLowerCase().replaceAll('-', '_');
    const exact = name.text === name.text.toLowerCase() || name.text === name.text.toUpperCase();
    if (!exact) return parameters;
    const since = Object.hasOwn(flags, key) ? flags[key] : undefined;
    if (since !== undefined) {
      cursor.take();
      cursor.report('old-syntax', name, `\`${name.text}\` exists only since ${since}.`, { until: since });
      parameters.push({ name });
      continue;
    }
    const isWorkers = key === 'use_workers' || key === 'use_children';
    if (isWorkers && nextIs(cursor, 1, '=')) {
      cursor.take();
      unexpected(cursor, `\`${name.text}\` takes its number after a space, without \`=\``, {
        fix: { title: 'Remove =', text: ' ', span: cursor.peek() },
      });
      cursor.take();
      const value = cursor.peek();
      if (!isNumber(value)) return parameters;
      parameters.push({ name, value: cursor.take() });
      continue;
    }
    if ((isWorkers || key === 'tos') && name.spaced === true) {
      cursor.take();
      const value = cursor.peek();
      if (!isNumber(value)) {
        unexpected(cursor, `\`${name.text}\` needs a number`);
        return parameters;
      }
      cursor.take();
      if (key === 'use_children')
        cursor.report('old-syntax', name, '`use_children` was renamed to `use_workers` in 3.1.', {
          since: '3.1',
          fix: { title: 'Write use_workers', text: 'use_workers', span: name },
        });
      else if (key === 'tos')
        cursor.report('old-syntax', name, '`tos` of a socket exists only since 3.6.', { until: '3.6' });
      else cursor.report('old-syntax', name, '`use_workers` exists only since 3.0.', { until: '3.0' });
      parameters.push({ name, value });
      continue;
    }
    if (name.text === 'tag' || (key === 'use_auto_scaling_profile' && name.spaced === true)) {
      cursor.take();
      const value = cursor.peek();
      if (value.kind !== 'word' || isNumber(value)) {
        unexpected(cursor, `\`${name.text}\` needs a name without quotes`);
        return parameters;
      }
      cursor.take();
      if (keywordSince(value.text) !== undefined)
        cursor.report('syntax-error', value, `\`${value.text}\` is a keyword and cannot be a name here.`);
      cursor.report('old-syntax', name, `\`${name.text}\` exists only since 3.0.`, { until: '3.0' });
      parameters.push({ name, value });
      continue;
    }
    if (key === 'as' && name.spaced === true) {
      cursor.take();
      const value = cursor.peek();
      if (parseHost(cursor) === undefined) return parameters;
      const port = cursor.takeIf(':') === undefined ? undefined : parsePortRange(cursor);
      if (port === undefined) parameters.push({ name, value });
      else parameters.push({ name, value, port });
      continue;
    }
    return parameters;
  }
}

function nextIs(cursor: Cursor, offset: number, text: string): boolean {
  const token = cursor.peek(offset);
  return token.kind === 'sign' && token.text === text;
}
