import { endpoint, type LogFormat, logContext } from './format.ts';
import { timeStampIn } from './timeStamp.ts';

/** belle-sip, the stack of Linphone: `channel [..]: message sent to [UDP://host:port], size: [n] bytes`. */
export const linphone: LogFormat = {
  name: 'Linphone log',
  reach: 2,
  announces(line) {
    const found =
      /\b(message sent to|received (?:new )?(?:message|\[\d+\] (?:new )?bytes)(?: of \[?\d+\]? bytes)? from) \[([A-Za-z]+):\/\/([^\]\s]+(?:\]:\d+)?)\]?/.exec(
        line,
      );
    if (found === null) return undefined;
    const peer = endpoint(found[3] ?? '');
    const isSent = (found[1] ?? '').startsWith('message');
    return logContext({
      time: timeStampIn(line.slice(0, found.index)),
      transport: found[2],
      ...(isSent ? { destination: peer, direction: 'sent' } : { source: peer, direction: 'received' }),
    });
  },
};
