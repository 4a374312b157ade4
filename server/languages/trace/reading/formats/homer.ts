import { endpoint, type LogFormat, logContext } from './format.ts';

/** Text exported from HOMER: `proto:UDP time  source ---> destination`, an empty line, the message. */
export const homer: LogFormat = {
  name: 'HOMER text',
  reach: 3,
  announces(line) {
    const found =
      /^(?:proto:([A-Za-z]+)\s+)?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*)\s+(?:([A-Za-z]{2,4})\s+)?(\S+) -{2,3}> (\S+)\s*$/.exec(
        line,
      );
    if (found === null) return undefined;
    return logContext({
      time: found[2],
      transport: found[1] ?? found[3],
      source: endpoint(found[4] ?? ''),
      destination: endpoint(found[5] ?? ''),
    });
  },
};
