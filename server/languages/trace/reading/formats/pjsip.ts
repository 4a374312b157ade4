import { endpoint, type LogFormat, logContext } from './format.ts';
import { timeStampIn } from './timeStamp.ts';

/** Asterisk's res_pjsip_logger, and the log of PJSIP programs such as pjsua. */
export const pjsip: LogFormat = {
  name: 'PJSIP logger',
  reach: 3,
  announces(line) {
    const logger =
      /<--- (Received|Transmitting) SIP (?:request|response) \(\d+ bytes\) (?:from|to) ([A-Za-z]+):(\S+) --->/.exec(
        line,
      );
    if (logger !== null) return context(line, logger.index, logger[1] === 'Received', logger[2], logger[3]);
    const pjsua =
      /\b(RX|TX) \d+ bytes (?:Request|Response) msg \S+ \(\S+\) (?:from|to) ([A-Za-z]+) (\S+?):?$/.exec(line);
    return pjsua === null ? undefined : context(line, pjsua.index, pjsua[1] === 'RX', pjsua[2], pjsua[3]);
  },
};

function context(
  line: string,
  at: number,
  received: boolean,
  transport: string | undefined,
  address: string | undefined,
): ReturnType<LogFormat['announces']> {
  const peer = endpoint(address ?? '');
  return logContext({
    time: timeStampIn(line.slice(0, at)),
    transport,
    ...(received ? { source: peer, direction: 'received' } : { destination: peer, direction: 'sent' }),
  });
}
