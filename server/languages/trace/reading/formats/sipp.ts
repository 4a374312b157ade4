import { type LogContext, type LogFormat, logContext } from './format.ts';
import { timeStampIn } from './timeStamp.ts';

/** SIPp's message log (`-trace_msg`): a dashed line with the time, a line with transport and direction, an empty line. */
export const sipp: LogFormat = {
  name: 'SIPp message log',
  reach: 4,
  announces(line) {
    const dashed = /^-{20,} ?(.+?)\s*$/.exec(line);
    const time = dashed === null ? undefined : timeStampIn(dashed[1] ?? '');
    return time === undefined ? direction(line) : { time };
  },
  adds(line, context) {
    const more = direction(line);
    return more === undefined ? undefined : { ...context, ...more };
  },
};

function direction(line: string): LogContext | undefined {
  const found = /^([A-Z]{2,4}) message (sent|received) [([]?\d+[)\]]? ?bytes?\)? ?:?\s*$/.exec(line);
  const other = found ?? /^([A-Z]{2,4}) message (sent|received) \(\d+ bytes\):\s*$/.exec(line);
  if (other === null) return undefined;
  return logContext({ transport: other[1], direction: other[2] === 'sent' ? 'sent' : 'received' });
}
