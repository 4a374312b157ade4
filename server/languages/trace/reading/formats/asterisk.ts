import { endpoint, type LogFormat, logContext } from './format.ts';
import { timeStampIn } from './timeStamp.ts';

/** chan_sip with `sip set debug on`: sip_debug_test_addr and __sip_xmit print the frame around each message. */
export const asterisk: LogFormat = {
  name: 'Asterisk sip set debug',
  reach: 3,
  announces(line) {
    const read = /<--+ SIP read from (?:([A-Za-z]+):)?(\S+?)(?: -+>|:\s*$)/.exec(line);
    if (read !== null) {
      return logContext({
        time: timeStampIn(line.slice(0, read.index)),
        source: endpoint(read[2] ?? ''),
        transport: read[1] ?? 'UDP',
        direction: 'received',
      });
    }
    const sent = /<--- (?:Reliably )?Transmitting \((?:no )?NAT\) to (?:([A-Za-z]+):)?(\S+) --->/.exec(line);
    const plain =
      sent ??
      /(?:Reliably Transmitting|Transmitting|Retransmitting #\d+) \((?:no )?NAT\) to (?:([A-Za-z]+):)?(\S+?):?$/.exec(
        line,
      );
    if (plain === null) return undefined;
    return logContext({
      time: timeStampIn(line.slice(0, plain.index)),
      destination: endpoint(plain[2] ?? ''),
      transport: plain[1],
      direction: 'sent',
    });
  },
};
