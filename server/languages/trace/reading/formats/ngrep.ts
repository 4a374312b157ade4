import { endpoint, type LogFormat, logContext } from './format.ts';

/** `ngrep -t -W byline`: a line with protocol letter, time and addresses, then the packet, each CR shown as a dot. */
export const ngrep: LogFormat = {
  name: 'ngrep',
  reach: 12,
  hasBinaryPrefix: true,
  announces(line) {
    const found =
      /^([UTI?S])\s+(?:([+-]?\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d\.\d+|[+-]\d+\.\d+)\s+)?(\S+) -> (\S+)(?: \[[A-Z]*\])?(?: \d+:\d+(?:@\d+:\d+)?)?(?: #\d+)?\s*$/.exec(
        line,
      );
    if (found === null) return undefined;
    const letter = found[1];
    return logContext({
      time: found[2],
      source: endpoint(found[3] ?? ''),
      destination: endpoint(found[4] ?? ''),
      transport: letter === 'U' ? 'UDP' : letter === 'T' ? 'TCP' : letter === 'S' ? 'SCTP' : undefined,
    });
  },
};
