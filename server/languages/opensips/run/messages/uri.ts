/** A URI in the parts that the server keeps (struct sip_uri); absent parts are undefined, empty ones are ''. */
export interface ServerUri {
  readonly scheme: 'sip' | 'sips' | 'tel' | 'tels' | 'urn';
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly host: string;
  readonly port: string | undefined;
  readonly portNumber: number;
  /** After the first `;`, without it. */
  readonly params: string | undefined;
  /** After the `?`. */
  readonly headers: string | undefined;
  readonly transport: string | undefined;
}

/** Reads a URI as parse_uri does; undefined for one that the server refuses. */
export function parseServerUri(text: string): ServerUri | undefined {
  const scheme = /^(sips?|tels?|urn):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined || text.length < 5) return undefined;
  const rest = text.slice(scheme.length + 1);
  if (scheme === 'urn') {
    return { ...emptyUri, scheme, host: rest.replace(/^[^:]*:/, '') };
  }
  if (scheme === 'tel' || scheme === 'tels') return telUri(rest, scheme);
  if (scheme !== 'sip' && scheme !== 'sips') return undefined;
  // Spaces and angle brackets are taken as they are.
  if (/^[:\]@]/.test(rest)) return undefined;
  const at = userEnd(rest);
  const userPart = at < 0 ? undefined : rest.slice(0, at);
  const behind = at < 0 ? rest : rest.slice(at + 1);
  if (behind.includes('@')) return undefined;
  if (userPart === '') return undefined;
  const colon = userPart?.indexOf(':') ?? -1;
  if (colon >= 0 && userPart?.includes(':', colon + 1) === true) return undefined;
  // A password, other than a port, contains no parameters of the user.
  if (colon >= 0 && /^\d*[^\d;?][^;?]*[;?]/.test(userPart?.slice(colon + 1) ?? '')) return undefined;
  const host = /^(\[[0-9a-fA-F:.]+\]|[^:;?]*)(?::([^;?]*))?/.exec(behind);
  if (host === null) return undefined;
  const [whole, name = '', port] = host;
  if (name === '' || (at >= 0 && name.includes('&'))) return undefined;
  // Only behind a user part is a port compared with the highest one; else it wraps around.
  if (port !== undefined && !/^\d{0,9}$/.test(port)) return undefined;
  if (port !== undefined && at >= 0 && Number(port) > 65_535) return undefined;
  const tail = behind.slice(whole.length);
  if (tail !== '' && !/^[;?]/.test(tail)) return undefined;
  const question = tail.indexOf('?');
  const params = tail.startsWith(';') ? tail.slice(1, question < 0 ? undefined : question) : undefined;
  return {
    scheme,
    user: userPart === undefined ? undefined : colon < 0 ? userPart : userPart.slice(0, colon),
    password: userPart === undefined || colon < 0 ? undefined : userPart.slice(colon + 1),
    host: name,
    port,
    portNumber: port === undefined ? 0 : Number(port) & 0xffff,
    params,
    headers: question < 0 ? undefined : tail.slice(question + 1),
    transport: uriParameter(params, 'transport'),
  };
}

const emptyUri: ServerUri = {
  scheme: 'sip',
  user: undefined,
  password: undefined,
  host: '',
  port: undefined,
  portNumber: 0,
  params: undefined,
  headers: undefined,
  transport: undefined,
};

function telUri(rest: string, scheme: 'tel' | 'tels'): ServerUri | undefined {
  if (/[\s<>@]/.test(rest)) return undefined;
  const semicolon = rest.indexOf(';');
  const params = semicolon < 0 ? undefined : rest.slice(semicolon + 1);
  return {
    ...emptyUri,
    scheme,
    user: semicolon < 0 ? rest : rest.slice(0, semicolon),
    params,
    transport: uriParameter(params, 'transport'),
  };
}

/** The `@` that ends the user part: user parameters before it may contain `;` but not `?`. */
function userEnd(text: string): number {
  return text.indexOf('@');
}

/** The value of a parameter; '' for one without a value, undefined for a missing one. */
export function uriParameter(params: string | undefined, name: string): string | undefined {
  if (params === undefined) return undefined;
  for (const part of params.split(';')) {
    const equals = part.indexOf('=');
    const key = equals < 0 ? part : part.slice(0, equals);
    if (key.trim().toLowerCase() === name) return equals < 0 ? '' : part.slice(equals + 1);
  }
  return undefined;
}

/** The port that is used: the one in the URI, else the default of the scheme and transport (get_uri_port). */
export function uriPort(uri: ServerUri): number {
  if (uri.portNumber !== 0) return uri.portNumber;
  // Without a transport that the server knows there is no default.
  if (uri.transport !== undefined && !/^(udp|tcp|tls|sctp|wss?)$/i.test(uri.transport)) return 0;
  if (uri.scheme === 'sips' || uri.transport?.toLowerCase() === 'tls') return 5061;
  const transport = uri.transport?.toLowerCase();
  if (transport === 'ws') return 80;
  if (transport === 'wss') return 443;
  return 5060;
}

/** The transport that is used, in lowercase. */
export function uriTransport(uri: ServerUri): string {
  if (uri.scheme === 'sips') return 'tls';
  return uri.transport?.toLowerCase() ?? 'udp';
}

/** The parts of a URI that a function replaces; a part that is absent keeps its value. */
export interface UriChange {
  readonly user?: string;
  readonly userAndPassword?: string;
  readonly host?: string;
  readonly hostAndPort?: string;
  readonly port?: string;
  readonly prefix?: string;
  readonly strip?: number;
  readonly stripTail?: number;
}

/** Writes a URI with one part replaced (rewrite_ruri); like there, a `tel:` URI keeps its scheme and gets an `@`. */
export function rewriteUri(uri: ServerUri, change: UriChange): string {
  let user = uri.user ?? '';
  if (change.strip !== undefined) user = user.slice(change.strip);
  if (change.stripTail !== undefined) user = user.slice(0, Math.max(0, user.length - change.stripTail));
  user = change.userAndPassword ?? change.user ?? user;
  if (change.prefix !== undefined) user = change.prefix + user;
  const password = change.userAndPassword === undefined ? uri.password : undefined;
  const userPart =
    user === '' && password === undefined ? '' : `${user}${password === undefined ? '' : `:${password}`}@`;
  const host = change.hostAndPort ?? change.host ?? uri.host;
  const port = change.hostAndPort === undefined ? (change.port ?? uri.port ?? '') : '';
  const isNewHost = change.host !== undefined || change.hostAndPort !== undefined;
  const params = isNewHost ? withoutParameter(uri.params, 'maddr') : uri.params;
  const paramsPart = params === undefined ? '' : `;${params}`;
  const headersPart = uri.headers === undefined ? '' : `?${uri.headers}`;
  return `${uri.scheme}:${userPart}${host}${port === '' ? '' : `:${port}`}${paramsPart}${headersPart}`;
}

function withoutParameter(params: string | undefined, name: string): string | undefined {
  if (params === undefined) return undefined;
  const kept = params.split(';').filter(part => part.split('=')[0]?.toLowerCase() !== name);
  return kept.length === 0 ? undefined : kept.join(';');
}
