import { endpoint, type LogFormat, logContext } from './format.ts';
import { timeStampIn } from './timeStamp.ts';

/** Asterisk's res_pjsip_logger. */
export const pjsip: LogFormat = {
  name: 'PJSIP logger',
  reach: 3,
  announces(line) {
    const logger =
      /<--- (Received|Transmitting) SIP (?:request|response) \(\d+ bytes\) (?:from|to) ([A-Za-z]+):(\S+) --->/.exec(
        line,
      );
    return logger === null
      ? undefined
      : context(line, logger.index, logger[1] === 'Received', logger[2], logger[3]);
  },
};

/**
 * PJSIP programs such as pjsua, MicroSIP and old versions of Zoiper, and Asterisk with `pjsip set logger` and its own
 * log level.
 */
export const pjsua: LogFormat = {
  name: 'PJSIP log',
  reach: 3,
  announces(line) {
    const found =
      /\b(RX|TX) \d+ bytes (?:(?:Request|Response) msg \S+ \(\S+\) )?(?:from|to) ([A-Za-z]+) (\S+?):?$/.exec(
        line,
      );
    return found === null ? undefined : context(line, found.index, found[1] === 'RX', found[2], found[3]);
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
