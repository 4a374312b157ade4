import { hostAndPort, type LogContext, type LogFormat, logContext } from './format.ts';

/** `tcpdump -A`: the packet line, then the packet from its IP header on with dots for what cannot be printed. */
export const tcpdump: LogFormat = {
  name: 'tcpdump',
  reach: 14,
  hasBinaryPrefix: true,
  announces(line) {
    const found =
      /^((?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d\.\d+|\d{9,}\.\d+) +(?:\S+ +(?:In|Out|B|M|P) +)?(?:IP6? |(?:(?:In|Out|B|M|P) +)?(?:[0-9a-f]{2}:){5}.*ethertype IPv[46](?: \(0x[0-9a-f]+\))?, (?:length \d+: )?)(.*)$/.exec(
        line,
      );
    if (found === null) return undefined;
    const rest = found[2] ?? '';
    const time = found[1];
    // With -v the fields of the header come first; for IPv6 the addresses follow on the same line.
    const behind = rest.startsWith('(') ? /\) (\S+ > \S+: .*)$/.exec(rest)?.[1] : rest;
    return behind === undefined ? logContext({ time }) : addresses(behind, logContext({ time }));
  },
  adds(line, context) {
    return context.source === undefined && /^\s+\S+ > \S+: /.test(line)
      ? addresses(line.trimStart(), context)
      : undefined;
  },
};

function addresses(text: string, context: LogContext): LogContext {
  const found = /^(\S+) > (\S+): (.*)$/.exec(text);
  if (found === null) return context;
  return {
    ...context,
    ...logContext({
      source: address(found[1] ?? ''),
      destination: address(found[2] ?? ''),
      transport: (found[3] ?? '').startsWith('Flags [') ? 'TCP' : 'UDP',
    }),
  };
}

/** tcpdump joins address and port with a dot and may write the service's name for the port. */
function address(text: string): string {
  const dot = text.lastIndexOf('.');
  const isPlain = /^(?:\d+\.){3}\d+$/.test(text);
  if (dot < 0 || isPlain) return hostAndPort(text, undefined);
  const port = text.slice(dot + 1);
  const number = port === 'sip' ? '5060' : port === 'sip-tls' || port === 'sips' ? '5061' : port;
  return hostAndPort(text.slice(0, dot), number);
}
