import { endpoint, type LogFormat, logContext } from './format.ts';
import { timeStampIn } from './timeStamp.ts';

/** The transport log of Sofia-SIP, as FreeSWITCH (`sofia global siptrace on`) and Flexisip print it. */
export const freeswitch: LogFormat = {
  name: 'FreeSWITCH or Sofia-SIP siptrace',
  reach: 3,
  announces(line) {
    const found =
      /\b(recv|send|sent) \d+ bytes (?:from|to) ([a-z]+)\/\[?([^\]\s]+?)\]?:(\d+)(?: at ((?:\d{4}-\d\d-\d\d[T ])?\d\d:\d\d:\d\d(?:\.\d+)?))?:?\s*$/.exec(
        line,
      );
    if (found === null) return undefined;
    const peer = endpoint(`${(found[3] ?? '').includes(':') ? `[${found[3]}]` : found[3]}:${found[4]}`);
    const isReceived = found[1] === 'recv';
    return logContext({
      time: found[5] ?? timeStampIn(line.slice(0, found.index)),
      transport: found[2],
      ...(isReceived ? { source: peer, direction: 'received' } : { destination: peer, direction: 'sent' }),
    });
  },
  adds(line, context) {
    return /-{20,}\s*$/.test(line) ? context : undefined;
  },
};
