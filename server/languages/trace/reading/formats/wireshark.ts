import { hostAndPort, type LogContext, type LogFormat, logContext } from './format.ts';

/** Wireshark's "Export Packet Dissections as Plain Text" and `tshark -V`: one block for every frame. */
export const wireshark: LogFormat = {
  name: 'Wireshark text export',
  reach: 400,
  announces(line) {
    if (/^Frame \d+: \d+ bytes on wire/.test(line)) return {};
    const summary =
      /^\s*\d+\s+(\d+\.\d+|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+)\s+([0-9a-fA-F:.]+)\s+(?:\u2192 )?([0-9a-fA-F:.]+)\s+(?:SIP|SIP\/SDP|SIP\/XML)\s+\d+\s/.exec(
        line,
      );
    if (summary === null) return undefined;
    return logContext({
      time: summary[1],
      source: hostAndPort(summary[2] ?? '', undefined),
      destination: hostAndPort(summary[3] ?? '', undefined),
    });
  },
  adds(line, context) {
    const first = line.charCodeAt(0);
    if (first === 32) {
      const epoch = /^ {4}Epoch (?:Arrival )?Time: (\d+\.\d+)/.exec(line);
      return epoch === null ? context : { ...context, time: trimFraction(epoch[1] ?? '') };
    }
    if (/^Frame \d+: /.test(line)) return context;
    return addresses(line, context);
  },
};

function addresses(line: string, context: LogContext): LogContext | undefined {
  const internet =
    /^Internet Protocol(?: Version [46])?, Src: (?:.*?\()?([0-9a-fA-F:.]+)\)?, Dst: (?:.*?\()?([0-9a-fA-F:.]+)\)?/.exec(
      line,
    );
  if (internet !== null) {
    return {
      ...context,
      source: hostAndPort(internet[1] ?? '', undefined),
      destination: hostAndPort(internet[2] ?? '', undefined),
    };
  }
  const ports =
    /^(User Datagram|Transmission Control|Stream Control Transmission) Protocol, Src Port: (?:.*?\()?(\d+)\)?, Dst Port: (?:.*?\()?(\d+)\)?/.exec(
      line,
    );
  if (ports !== null) {
    return {
      ...context,
      transport: ports[1] === 'User Datagram' ? 'UDP' : ports[1] === 'Transmission Control' ? 'TCP' : 'SCTP',
      source: withPort(context.source, ports[2]),
      destination: withPort(context.destination, ports[3]),
    };
  }
  return /^[A-Z][\w ,.()-]*/.test(line) ? context : undefined;
}

function withPort(host: string | undefined, port: string | undefined): string {
  return `${host ?? ''}:${port ?? ''}`;
}

function trimFraction(seconds: string): string {
  return seconds.replace(/(\.\d{6})\d+$/, '$1');
}
