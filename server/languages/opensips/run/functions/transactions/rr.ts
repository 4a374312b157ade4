import { compilePosix } from '../../../../../text/posixRegexp.ts';
import { routeHooks } from '../../hooks.ts';
import { type Address, addressParameter, parseAddressList } from '../../messages/address.ts';
import type { HeaderField, Message, RecordRoute } from '../../messages/message.ts';
import { addRouteParameter } from '../../messages/routeParameters.ts';
import { parseServerUri, type ServerUri, uriParameter, uriPort, uriTransport } from '../../messages/uri.ts';
import { noteBadHeader } from '../../routes.ts';
import type { Execution, Server } from '../../server.ts';
import { isMyself } from '../../sockets.ts';
import { hasToTag } from '../../tm/relay.ts';
import { nullValue, textValue } from '../../values/value.ts';
import type { ModuleModel } from '../model.ts';

export const rr: ModuleModel = {
  name: 'rr',
  functions: {
    loose_route: x => (looseRoute(x) ? 1 : -1),
    record_route: (x, args) => (recordRoute(x, args.text(0)) ? 1 : -1),
    record_route_preset: (x, args) => {
      if (x.message.recordRoutes.length > 0) return -1;
      const first = presetRoute(x, args.text(0) ?? '');
      const second = args.text(1);
      if (second !== undefined) presetRoute(x, second);
      return first;
    },
    add_rr_param: (x, args) => {
      addRouteParameter(x.message, args.text(0) ?? '');
      return 1;
    },
    check_route_param: (x, args) => {
      const params = x.message.routeParams;
      if (params === undefined || params === '') return -1;
      const regexp = compilePosix(args.text(0) ?? '', { ignoreCase: true });
      return regexp?.match(`;${params}`) === undefined ? -1 : 1;
    },
    is_direction: (x, args) => {
      const isUpstream = directionOf(x.message) === 'upstream';
      return isUpstream === (args.text(0)?.toLowerCase() === 'upstream') ? 1 : -1;
    },
  },
  variables: {
    rr_params: {
      get: x => {
        const params = x.message.routeParams;
        return params === undefined || params === '' ? nullValue : textValue(params);
      },
    },
  },
};

/** Upstream when the From tag differs from that of the request that recorded the route. */
export function directionOf(message: Message): 'upstream' | 'downstream' {
  const tag = uriParameter(message.routeParams, 'ftag');
  if (tag === undefined) return 'downstream';
  return tag === addressParameter(message.from, 'tag') ? 'downstream' : 'upstream';
}

function addRoute(x: Execution, route: Pick<RecordRoute, 'preset' | 'user'>, params: string): void {
  const tag = addressParameter(x.message.from, 'tag');
  const fromTag =
    x.server.parameterNumber('rr', 'append_fromtag', 1) !== 0 && tag !== undefined && tag !== ''
      ? `;ftag=${tag}`
      : '';
  const { message } = x;
  message.recordRoutes.push({ ...route, suffix: fromTag + params, params: message.pendingRouteParams });
  message.pendingRouteParams = '';
  message.notes.set('record route', 'yes');
}

export function recordRoute(x: Execution, params: string | undefined): boolean {
  const { message } = x;
  if (x.server.parameterNumber('rr', 'append_fromtag', 1) !== 0 && message.from === undefined) return false;
  if (message.notes.has('record route')) return false;
  const user = x.server.parameterNumber('rr', 'add_username', 0) !== 0 ? message.parsedUri?.user : undefined;
  addRoute(x, { preset: undefined, user }, params ?? '');
  return true;
}

/** The address given by the script, with `;lr` after the From tag and before what modules add. */
function presetRoute(x: Execution, data: string): number {
  addRoute(x, { preset: data, user: undefined }, ';lr');
  return 1;
}

interface RouteEntry {
  readonly header: HeaderField;
  readonly address: Address;
  isKept: boolean;
}

/** Follows the Route headers (loose_route): true when they determine the destination. */
export function looseRoute(x: Execution): boolean {
  const { message, server } = x;
  const entries = routeEntries(message);
  if (entries === undefined) noteBadHeader(x, 'RR headers');
  if (entries === undefined || entries.length === 0) return false;
  const uri = message.parsedUri;
  if (uri === undefined || message.to === undefined) return false;
  const isPreloaded = !hasToTag(message);
  const isStrictBefore = !isPreloaded && isOwn(server, uri) && uriParameter(uri.params, 'gr') === undefined;
  const result = isStrictBefore ? afterStrict(x, entries, uri) : afterLoose(x, entries, isPreloaded);
  writeRoutes(message, entries);
  return result;
}

function routeEntries(message: Message): RouteEntry[] | undefined {
  const entries: RouteEntry[] = [];
  for (const header of message.all('route')) {
    const list = parseAddressList(header.value);
    if (
      list === undefined ||
      list.some(one => header.value[one.end - 1] === undefined || !header.value.includes('<'))
    )
      return entries.length === 0 ? undefined : entries;
    for (const address of list) entries.push({ header, address, isKept: true });
  }
  return entries;
}

export function isOwn(server: Server, uri: ServerUri): boolean {
  const host = uriParameter(uri.params, 'maddr') ?? uri.host;
  return isMyself(server, host, uriPort(uri), uriTransport(uri));
}

function isStrict(uri: ServerUri): boolean {
  return uriParameter(uri.params, 'lr') === undefined;
}

/** The socket in a Route of this server is the one to send from. */
function forceSocket(x: Execution, uri: ServerUri): void {
  const transport = uriTransport(uri);
  const socket = x.server.sockets.find(
    one =>
      (one.address === uri.host || one.advertisedHost === uri.host) &&
      (one.port === uriPort(uri) || one.advertisedPort === uriPort(uri)) &&
      one.transport === transport,
  );
  if (socket !== undefined) x.message.sendSocket = socket;
}

function runHooks(x: Execution, params: string | undefined): void {
  x.message.isLooseRouted = true;
  for (const hook of x.server.state(routeHooks)) hook(x, params);
}

function afterLoose(x: Execution, entries: RouteEntry[], isPreloaded: boolean): boolean {
  const { message, server } = x;
  let [entry] = entries;
  let at = 0;
  if (entry === undefined) return false;
  let uri = parseServerUri(entry.address.uri);
  if (uri === undefined) return false;
  const own = isOwn(server, uri);
  const { params } = uri;
  let forcesIncoming = false;
  if (own) {
    message.routeParams = params;
    entry.isKept = false;
    forcesIncoming = true;
    entry = entries[++at];
    if (entry !== undefined && uriParameter(params, 'r2') !== undefined) {
      forcesIncoming = false;
      const second = parseServerUri(entry.address.uri);
      if (second === undefined) return false;
      forceSocket(x, second);
      entry.isKept = false;
      entry = entries[++at];
    }
    if (entry === undefined) {
      if (forcesIncoming && !isPreloaded) message.sendSocket = message.reception.socket;
      runHooks(x, params);
      return !isPreloaded;
    }
    uri = parseServerUri(entry.address.uri);
    if (uri === undefined) return false;
  }
  if (isStrict(uri)) {
    const saved = message.uri;
    message.newUri = entry.address.uri;
    message.dstUri = undefined;
    entry.isKept = false;
    message.edit({ at: message.headersEnd, remove: 0, insert: `Route: <${saved}>\r\n` });
  } else message.dstUri = entry.address.uri;
  if (forcesIncoming && !isPreloaded) message.sendSocket = message.reception.socket;
  runHooks(x, params);
  return true;
}

/** The previous hop put the Route of this server into the Request-URI. */
function afterStrict(x: Execution, entries: RouteEntry[], requestUri: ServerUri): boolean {
  const { message, server } = x;
  let [entry] = entries;
  let at = 0;
  if (entry === undefined) return false;
  let uri = parseServerUri(entry.address.uri);
  if (uri === undefined) return false;
  if (uriParameter(uri.params, 'r2') !== undefined && isOwn(server, uri)) {
    forceSocket(x, uri);
    entry.isKept = false;
    entry = entries[++at];
    if (entry === undefined) return false;
    uri = parseServerUri(entry.address.uri);
    if (uri === undefined) return false;
  } else forceSocket(x, requestUri);
  if (isStrict(uri)) {
    message.newUri = entry.address.uri;
    entry.isKept = false;
  } else {
    message.dstUri = entry.address.uri;
    const last = entries.at(-1);
    if (last === undefined) return false;
    message.newUri = last.address.uri;
    last.isKept = false;
  }
  message.routeParams = message.parsedUri?.params;
  runHooks(x, message.routeParams);
  return true;
}

/** Removes the Routes that were used from their headers. */
function writeRoutes(message: Message, entries: readonly RouteEntry[]): void {
  for (const header of message.all('route')) {
    const own = entries.filter(entry => entry.header === header);
    const kept = own.filter(entry => entry.isKept);
    if (own.length === 0 || kept.length === own.length) continue;
    const first = kept[0];
    const last = kept.at(-1);
    if (first === undefined || last === undefined) {
      message.removeHeader(header);
      continue;
    }
    message.edit({
      at: header.valueStart,
      remove: header.value.length,
      insert: header.value.slice(first.address.start, last.address.end),
    });
  }
}
