import { endpoint, hostAndPort, type LogContext, type LogFormat, logContext } from './format.ts';
import { peerContext } from './softphones.ts';
import { timeStampIn } from './timeStamp.ts';

/** AudioCodes: `---- Incoming SIP Message from 192.0.2.1:5060 to SIPInterface #0 (LAN) UDP TO(#1) ----`. */
export const audiocodes: LogFormat = {
  name: 'AudioCodes syslog',
  reach: 3,
  announces(line) {
    const found =
      /-{2,} ?(Incoming|Outgoing) SIP Message (?:from|to) (\S+:\d+) (?:to|from) SIPInterface\b(.*)$/.exec(
        line,
      );
    if (found === null) return undefined;
    const transport = /\b(UDP|TCP|TLS|WSS?)\b/.exec(found[3] ?? '')?.[1];
    return peerContext(line, found.index, found[1] === 'Outgoing', transport, found[2]);
  },
};

/** Cisco Unified CM (SDL traces): `Incoming SIP UDP message from 192.0.2.1 on port 5060 index 12 with 279 bytes:`. */
export const cucm: LogFormat = {
  name: 'Cisco Unified CM trace',
  reach: 3,
  announces(line) {
    const found =
      /\b(Incoming|Outgoing) SIP (UDP|TCP|TLS) message (?:size \d+ )?(?:from|to) (\S+?)(?: on port |:\[)(\d+)\b/.exec(
        line,
      );
    if (found === null) return undefined;
    const address = hostAndPort(found[3] ?? '', found[4]);
    return peerContext(line, found.index, found[1] === 'Outgoing', found[2], address);
  },
  adds(line, context) {
    return /^\[\d+,(?:NET|INT)\]\s*$/.test(line) ? context : undefined;
  },
};

/** Avaya Session Manager (traceSM): a line with the time, then `ingress: { L192.0.2.2:5060/R192.0.2.1:5060/UDP/0x9 }`. */
export const avaya: LogFormat = {
  name: 'Avaya Session Manager trace',
  reach: 8,
  announces(line) {
    const found =
      /^((?:\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|\d{4}[-/.]\d\d[-/.]\d\d) \d\d:\d\d:\d\d(?:[.,]\d+)?)(?: *(?:-->|<--))?(?: *octets: .*)?\s*$/.exec(
        line,
      );
    return found === null ? undefined : logContext({ time: found[1] });
  },
  adds(line, context) {
    const found = /^(ingress|egress): *[{[] *L([^\s/]+:\d+)\/R([^\s/]+:\d+)\/(\w+)/i.exec(line);
    if (found === null) return /^(?:octets:|-{20,}\s*$)/.test(line) ? context : undefined;
    const local = endpoint(found[2] ?? '');
    const remote = endpoint(found[3] ?? '');
    const isReceived = (found[1] ?? '').toLowerCase() === 'ingress';
    return {
      ...context,
      ...logContext({
        transport: found[4],
        source: isReceived ? remote : local,
        destination: isReceived ? local : remote,
        direction: isReceived ? 'received' : 'sent',
      }),
    };
  },
};

/** 3CX: `[MS] Recv OPTIONS sip:b@h from 192.0.2.1:5060 tid=...:` and `[MS] Send to UDP:192.0.2.1:5060:`. */
export const threeCx: LogFormat = {
  name: '3CX log',
  reach: 3,
  announces(line) {
    const received = /\bRecv (?:\S.* )?from (?:(UDP|TCP|TLS|WSS?)[:/])?([^\s/]+?:\d+)\b/i.exec(line);
    if (received !== null && /\||CM\d|\[\w+\]/.test(line.slice(0, received.index))) {
      return peerContext(line, received.index, false, received[1], received[2]);
    }
    const sent = /\bSend (?:Req |Resp )?(?:\S.* )?to (?:(UDP|TCP|TLS|WSS?)[:/])?([^\s/]+?:\d+)\b/i.exec(line);
    return sent !== null && /\||CM\d|\[\w+\]/.test(line.slice(0, sent.index))
      ? peerContext(line, sent.index, true, sent[1], sent[2])
      : undefined;
  },
};

/** reSIProcate: `| incoming from: [ V4 192.0.2.1:5060 UDP target domain=unspecified ]`. */
export const resiprocate: LogFormat = {
  name: 'reSIProcate log',
  reach: 4,
  announces(line) {
    const found =
      /\b(incoming from|outgoing to|transmitting to|received(?: message)? from|sending to):? *\[ *V[46] (\S+:\d+) (UDP|TCP|TLS|DTLS|WSS?)\b/i.exec(
        line,
      );
    if (found === null) return undefined;
    const isSent = /^(?:outgoing|transmitting|sending)/i.test(found[1] ?? '');
    return peerContext(line, found.index, isSent, found[3], found[2]);
  },
};

/** A line that a script or program writes above a message: time or level first, `message from 192.0.2.1:5060` at the end. */
export const namedPeer: LogFormat = {
  name: 'log with the peer above each message',
  reach: 2,
  announces(line) {
    const found =
      /\b(?:(?:(?:SIP|new|incoming|outgoing) )*(?:message|msg|request|reply|response|packet|data)|received|recv|sent|sending|send|transmit\w*)\b[^"<>]{0,60}? (from|to):? *(?:(udp|tcp|tls|wss?|sctp)[:/ ]+)?((?:\d+\.){3}\d+:\d+|\[[0-9a-fA-F:.]+\]:\d+)(?: (udp|tcp|tls|wss?|sctp))?:?(?:[ ,]+[[(]?\d+ bytes[\])]?:?)?\s*$/i.exec(
        line,
      );
    if (found === null || !LOG_PREFIX.test(line.slice(0, found.index))) return undefined;
    const isTarget = found[1]?.toLowerCase() === 'to';
    const said = context(line, found.index, isTarget, found[2] ?? found[4], found[3]);
    const direction = directionIn(found[0]);
    return direction === undefined ? said : { ...said, direction };
  },
};

/** A proxy also logs what it relays, so only a verb that the direction fits says whose message it is. */
function directionIn(words: string): 'received' | 'sent' | undefined {
  if (/\b(?:received|recv|receiving|incoming)\b.* from\b/i.test(words)) return 'received';
  return /\b(?:sent|send|sending|transmit\w*|outgoing)\b.* to\b/i.test(words) ? 'sent' : undefined;
}

/** Something that no header field starts with: a time, a level, a process. */
const LOG_PREFIX = /\d\d:\d\d:\d\d|\[\d+\]|^(?:DEBUG|INFO|NOTICE|WARNING|ERROR)\b|^<\d+>/;

/** The writer of such a line is unknown: a proxy also logs what it forwards. */
function context(
  line: string,
  at: number,
  isTarget: boolean,
  transport: string | undefined,
  address: string | undefined,
): LogContext {
  return logContext({
    time: timeStampIn(line.slice(0, at)),
    transport,
    ...(isTarget ? { destination: address } : { source: address }),
  });
}
