import { isAtLeast, type Version } from '../facts/versions.ts';
import type { Global, SocketValue } from '../syntax/syntax.ts';
import { stringValue } from '../syntax/token.ts';
import { removeLines, replace, type UpgradeContext, type UpgradeItem, type UpgradeStep } from './step.ts';

interface GlobalChange {
  readonly name: string;
  readonly since: Version;
  readonly why: string;
  /** The new name; null removes the line. */
  readonly newName: string | null;
  readonly verdict?: 'check';
  /** The new line in full, where name and value both change. */
  line?(item: Global): string | undefined;
}

const gone = (since: string) => `It was removed in ${since}.`;

function renamed(name: string, newName: string, since: Version): GlobalChange {
  return { name, since, newName, why: `It was renamed in ${since}.` };
}

const changes: readonly GlobalChange[] = [
  renamed('listen', 'socket', '3.1'),
  renamed('children', 'udp_workers', '3.1'),
  renamed('tcp_children', 'tcp_workers', '3.1'),
  renamed('debug', 'log_level', '2.2'),
  renamed('xlog_default_level', 'xlog_level', '3.0'),
  renamed('tcp_listen_backlog', 'tcp_socket_backlog', '3.3'),
  renamed('log_stderror', 'stderror_enabled', '3.4'),
  renamed('log_facility', 'syslog_facility', '3.4'),
  renamed('log_name', 'syslog_name', '3.4'),
  {
    name: 'fork',
    since: '2.2',
    newName: null,
    why: 'The server always forks; `debug_mode=yes` keeps it in the foreground.',
    line: item => (item.number === 0 ? 'debug_mode=yes' : undefined),
  },
  {
    name: 'disable_tcp',
    since: '2.1',
    newName: null,
    why: 'TCP is enabled when `proto_tcp` is loaded and a socket uses it.',
  },
  {
    name: 'disable_tls',
    since: '2.1',
    newName: null,
    why: 'TLS is enabled when `proto_tls` is loaded and a socket uses it.',
  },
  { name: 'avp_aliases', since: '2.1', newName: null, why: 'Aliases of AVPs were removed.' },
  {
    name: 'bin_children',
    since: '2.2',
    newName: null,
    why: 'Set the workers in the `socket` line, with `use_workers`.',
  },
  ...['user', 'uid', 'group', 'gid'].map(
    (name): GlobalChange => ({
      name,
      since: '2.2',
      newName: null,
      verdict: 'check',
      why: 'Set the user and group on the command line, with -u and -g.',
    }),
  ),
  ...['tls_log', 'tlslog', 'tls_send_timeout', 'tls_handshake_timeout', 'tcp_poll_method'].map(
    (name): GlobalChange => ({ name, since: '2.1', newName: null, verdict: 'check', why: gone('2.1') }),
  ),
  ...['tcp_send_timeout', 'tcp_crlf_pingpong', 'tcp_async', 'tcp_max_msg_chunks'].map(
    (name): GlobalChange => ({
      name,
      since: '2.1',
      newName: null,
      verdict: 'check',
      why: `It is now a parameter of \`proto_tcp\`: \`modparam("proto_tcp", "${name}", ...)\`.`,
    }),
  ),
  { name: 'sip_warning', since: '3.0', newName: null, why: gone('3.0') },
];

function* changeGlobals({ model, to }: UpgradeContext): Generator<UpgradeItem> {
  for (const { item, place } of model.items) {
    if (item.type !== 'global') continue;
    const entry = changes.find(one => one.name === item.name.text && isAtLeast(to, one.since));
    if (entry === undefined) continue;
    const line = entry.line?.(item);
    if (line !== undefined || entry.newName === null) {
      yield {
        place,
        span: item,
        edits: [line === undefined ? removeLines(place, item) : replace(place, item, line)],
        verdict: entry.verdict ?? 'done',
        what:
          line === undefined ? `Removed \`${item.name.text}\`.` : `\`${item.name.text}\` is now \`${line}\`.`,
        why: entry.why,
      };
      continue;
    }
    const isTold = model.items.some(
      ({ item: other }) => other.type === 'global' && other.name.text === entry.newName,
    );
    const isList = entry.newName === 'socket';
    yield {
      place,
      span: item,
      edits: [isTold && !isList ? removeLines(place, item) : replace(place, item.name, entry.newName)],
      verdict: 'done',
      what: `\`${item.name.text}\` is now \`${entry.newName}\`.`,
      why: entry.why,
    };
  }
}

/** Up to 2.0 a socket without a protocol listened for UDP, and for TCP unless that was disabled. */
function* socketsWithoutProtocol({ model, to }: UpgradeContext): Generator<UpgradeItem> {
  if (!isAtLeast(to, '2.1')) return;
  const isTcpDisabled = model.items.some(
    ({ item }) => item.type === 'global' && item.name.text === 'disable_tcp' && item.number !== 0,
  );
  for (const { item, place } of model.items) {
    if (item.type !== 'global' || !/^(socket|listen)$/.test(item.name.text)) continue;
    const { socket } = item;
    if (socket?.host === undefined || !isHostFirst(socket)) continue;
    const address = `${socket.host}${socket.port === undefined ? '' : `:${socket.port}`}`;
    const name = socketName(to);
    const protocols = isTcpDisabled ? ['udp'] : ['udp', 'tcp'];
    yield {
      place,
      span: item,
      edits: [replace(place, item, protocols.map(protocol => `${name}=${protocol}:${address}`).join('\n'))],
      verdict: 'check',
      what: `The socket now names its protocol: ${protocols.join(' and ')}.`,
      why: 'Since 2.1 each socket is for one protocol. Without one, the server listened for UDP and, unless disabled, for TCP.',
    };
  }
}

/** The name of the parameter for a socket. */
function socketName(version: Version): string {
  return isAtLeast(version, '3.1') ? 'socket' : 'listen';
}

/** True if the socket begins with its address. */
function isHostFirst({ protocol, host }: SocketValue): boolean {
  return host?.startsWith(protocol.text) === true || protocol.text.includes(host ?? ' ');
}

/** Ports on separate lines. */
function* oldPorts({ model, to }: UpgradeContext): Generator<UpgradeItem> {
  if (!isAtLeast(to, '2.1')) return;
  const sockets = model.items.filter(
    ({ item }) => item.type === 'global' && /^(socket|listen)$/.test(item.name.text),
  );
  for (const { item, place } of model.items) {
    if (item.type !== 'global' || item.name.text !== 'port') continue;
    const port = item.number ?? 5060;
    yield {
      place,
      span: item,
      edits: [
        sockets.length === 0
          ? replace(place, item, `${socketName(to)}=udp:*:${port}`)
          : removeLines(place, item),
      ],
      verdict: sockets.length === 0 ? 'check' : 'done',
      what:
        sockets.length === 0
          ? '`port` is now a socket on all interfaces.'
          : 'Removed `port`: each socket has its own port.',
      why: gone('2.1'),
    };
  }
}

/** With an empty URL, the modules that would use it do not start. */
function* emptyUrls({ model, to }: UpgradeContext): Generator<UpgradeItem> {
  if (!isAtLeast(to, '3.0')) return;
  for (const { item, place } of model.items) {
    if (item.type !== 'global' || item.name.text !== 'db_default_url' || item.values[0] === undefined)
      continue;
    if (stringValue(item.values[0]).trim() !== '') continue;
    yield {
      place,
      span: item,
      edits: [removeLines(place, item)],
      verdict: 'done',
      what: 'Removed the empty `db_default_url`.',
      why: 'It does not set a database.',
    };
  }
}

export const globalSteps: readonly UpgradeStep[] = [
  socketsWithoutProtocol,
  changeGlobals,
  oldPorts,
  emptyUrls,
];
