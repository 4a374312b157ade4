import { endpoint, type LogFormat, logContext } from './format.ts';
import { timeStampIn } from './timeStamp.ts';

/**
 * OpenSIPS and Kamailio: the tracer's line `seconds UDP/SIP source -> destination`, and lines that scripts commonly
 * write with xlog before `$mb`, such as `received from udp:10.0.0.1:5060` or `10.0.0.1:5060 -> 10.0.0.2:5060`.
 */
export const opensips: LogFormat = {
  name: 'OpenSIPS or Kamailio trace',
  reach: 3,
  announces(line) {
    const tracer = /^(\d{9,}\.\d+) ([A-Za-z]+)\/SIP (\S+) -> (\S+)\s*$/.exec(line);
    if (tracer !== null) {
      return logContext({
        time: tracer[1],
        transport: tracer[2],
        source: endpoint(tracer[3] ?? ''),
        destination: endpoint(tracer[4] ?? ''),
      });
    }
    const script =
      /\b(?:(udp|tcp|tls|ws|wss|sctp)[:/ ])?((?:\d+\.){3}\d+:\d+|\[[0-9a-fA-F:.]+\]:\d+) [-=]{1,3}> (?:(?:udp|tcp|tls|ws|wss|sctp)[:/ ])?((?:\d+\.){3}\d+:\d+|\[[0-9a-fA-F:.]+\]:\d+):?\s*$/i.exec(
        line,
      );
    if (script !== null) {
      return logContext({
        time: timeStampIn(line.slice(0, script.index)),
        transport: script[1],
        source: script[2],
        destination: script[3],
      });
    }
    return undefined;
  },
};
