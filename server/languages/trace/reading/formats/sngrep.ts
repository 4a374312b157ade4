import { endpoint, type LogFormat, logContext } from './format.ts';

/** Text saved from sngrep, and anything else that writes `date time source -> destination` above a message. */
export const sngrep: LogFormat = {
  name: 'sngrep text',
  reach: 3,
  announces(line) {
    const found =
      /^(\d{4}[/-]\d\d[/-]\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d+)?) (?:([A-Za-z]{2,4}) )?(\S+:\d+) -> (\S+:\d+)(?: \(?([A-Za-z]{2,4})\)?)?\s*$/.exec(
        line,
      );
    if (found === null) return undefined;
    return logContext({
      time: found[1],
      source: endpoint(found[3] ?? ''),
      destination: endpoint(found[4] ?? ''),
      transport: found[2] ?? found[5],
    });
  },
};
