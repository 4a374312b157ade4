import { type LogFormat, logContext } from './format.ts';
import { timeStampIn } from './timeStamp.ts';

/** `debug ccsip messages` of Cisco IOS: a line of the stack, then `Received:` or `Sent:`, then the message. */
export const cisco: LogFormat = {
  name: 'Cisco debug ccsip',
  reach: 4,
  announces(line) {
    const found = /\/SIP\/Msg\/ccsipDisplayMsg:\s*$/.exec(line);
    return found === null ? undefined : logContext({ time: timeStampIn(line.slice(0, found.index)) });
  },
  adds(line, context) {
    const word = /^(Received|Sent):\s*$/.exec(line)?.[1];
    return word === undefined ? undefined : { ...context, direction: word === 'Sent' ? 'sent' : 'received' };
  },
};
