import { endpoint, type LogContext, type LogFormat, logContext } from './format.ts';
import { timeStampIn } from './timeStamp.ts';

/** JsSIP, SIP.js and dart-sip-ua in the console of a browser or an app: `JsSIP:Transport sending message:`. */
export const browserConsole: LogFormat = {
  name: 'WebSocket client log',
  reach: 3,
  announces(line) {
    const found =
      /(?:JsSIP|[Tt]ransport|[Ss]ocket|sip|:::|\|).*?\b(sending|received)(?: WebSocket)?(?: text| binary)? message(?: from (?![\d.]+:\d)\S+)?:?\s*$/i.exec(
        line,
      );
    if (found === null) return undefined;
    return logContext({
      time: timeStampIn(line),
      direction: (found[1] ?? '').toLowerCase() === 'sending' ? 'sent' : 'received',
    });
  },
};

/** baresip with `/uastat` traces: `10:15:30.100#`, then `UDP source -> destination`. */
export const baresip: LogFormat = {
  name: 'baresip trace',
  reach: 3,
  announces(line) {
    const found = /^(\d\d:\d\d:\d\d(?:\.\d+)?)#\s*$/.exec(line);
    return found === null ? undefined : logContext({ time: found[1] });
  },
  adds(line, context) {
    const found = /^(UDP|TCP|TLS|WSS?) (\S+) -> (\S+)\s*$/.exec(line);
    if (found === null) return undefined;
    const ends = { source: endpoint(found[2] ?? ''), destination: endpoint(found[3] ?? '') };
    return { ...context, ...logContext({ transport: found[1], ...ends }) };
  },
};

/** Zoiper: `D [SIP/4] Sending to UDP: 192.0.2.1:5060`. */
export const zoiper: LogFormat = {
  name: 'Zoiper log',
  reach: 3,
  announces(line) {
    const found = /\b(Sending to|Received from) (UDP|TCP|TLS|WSS?): ?(\S+?):?\s*$/.exec(line);
    if (found === null) return undefined;
    return peerContext(line, found.index, found[1] === 'Sending to', found[2], found[3]);
  },
};

/** Yealink: `Message sent: (to dest=192.0.2.1:5060 len=400)`. */
export const yealink: LogFormat = {
  name: 'Yealink log',
  reach: 3,
  announces(line) {
    const found = /\bMessage (sent|recv)\s*: ?\((?:to dest|from src)=(\S+?:\d+)[\s)]/.exec(line);
    if (found === null) return undefined;
    return peerContext(line, found.index, found[1] === 'sent', undefined, found[2]);
  },
};

/** Polycom and Poly: `0310101530|sip  |1|00|>>> Data Sent UDP to 192.0.2.1:5060`; the lines of a message are indented. */
export const polycom: LogFormat = {
  name: 'Polycom log',
  reach: 3,
  announces(line) {
    const found =
      /(?:>>>|<<<) *(?:Data )?(?:(UDP|TCP|TLS) )?(Sent|Send|Received|Receive)(?: (UDP|TCP|TLS))? (?:to|from) (?:(UDP|TCP|TLS)[ :])?(\S+?):?\s*$/i.exec(
        line,
      );
    if (found === null) return undefined;
    const isSent = /^s/i.test(found[2] ?? '');
    const context = peerContext(line, found.index, isSent, found[1] ?? found[3] ?? found[4], found[5]);
    const clock = /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?\|/.exec(line);
    const month = MONTHS[Number(clock?.[1]) - 1];
    if (clock === null || month === undefined) return context;
    return { ...context, time: `${month} ${Number(clock[2])} ${clock[3]}:${clock[4]}:${clock[5]}` };
  },
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Grandstream: `SIPStack(0)::sendMessage to 192.0.2.1:5060 UDP:`. */
export const grandstream: LogFormat = {
  name: 'Grandstream log',
  reach: 3,
  announces(line) {
    const found =
      /\bSIP\w*\(\d+\)::? ?(send\w*|receive\w*)(?: message)? (?:to|from) (\S+:\d+)(?: (UDP|TCP|TLS))?:?\s*$/i.exec(
        line,
      );
    if (found === null) return undefined;
    return peerContext(line, found.index, /^send/i.test(found[1] ?? ''), found[3], found[2]);
  },
};

/** The time at the start, and the other side of a message that the writer of the log sent or received. */
export function peerContext(
  line: string,
  at: number,
  isSent: boolean,
  transport: string | undefined,
  address: string | undefined,
): LogContext {
  const peer = endpoint(address ?? '');
  return logContext({
    time: timeStampIn(line.slice(0, at)),
    transport,
    ...(isSent ? { destination: peer, direction: 'sent' } : { source: peer, direction: 'received' }),
  });
}
