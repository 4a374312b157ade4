import { type LogFormat, logContext } from './format.ts';
import { timeStampIn } from './timeStamp.ts';

/** Flexisip's debug log: a line of the agent, then the message. The addresses are only in the message's Via. */
export const flexisip: LogFormat = {
  name: 'Flexisip debug log',
  reach: 2,
  announces(line) {
    const found =
      /\b(Receiving new (?:Request|Response) SIP message|Sending (?:Request|Response) SIP message|(?:Message|Request|Response) sent to|Sending response|Forwarding (?:request|response))\b/i.exec(
        line,
      );
    if (
      found === null ||
      /\bbelle-sip\b|\bchannel \[/i.test(line) ||
      !/flexisip|^\[?\d{4}-\d\d-\d\d/i.test(line)
    )
      return undefined;
    const isReceived = (found[1] ?? '').startsWith('Receiving');
    return logContext({
      time: timeStampIn(line.slice(0, found.index)),
      direction: isReceived ? 'received' : 'sent',
    });
  },
};
