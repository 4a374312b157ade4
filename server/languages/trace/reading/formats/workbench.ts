import { type LogContext, type LogFormat, logContext } from './format.ts';
import { secondsOf } from './timeStamp.ts';

/** How SIP Workbench itself writes traces: captures that were opened, and traces made from scenarios. */
export const workbench: LogFormat = {
  name: 'SIP Workbench trace',
  reach: 3,
  announces(line) {
    const found = ANNOUNCEMENT.exec(line) ?? announcementWithSpaces(line);
    if (found === undefined) return undefined;
    return logContext({ time: found[1], transport: found[2], source: found[3], destination: found[4] });
  },
};

const ANNOUNCEMENT = /^# (?:(?![A-Z]{2,4} )(\S+) )?(?:([A-Z]{2,4}) )?(\S+) => (\S+)\s*$/;

/** A time that needs its spaces: `May  3 10:00:01`, `3/5/2024 10:00:01 PM`. */
function announcementWithSpaces(line: string): RegExpExecArray | undefined {
  const found =
    /^# (\S{1,20}(?: {1,2}(?!=>)\S{1,20}){1,4}?) (?:((?![AP]M )[A-Z]{2,4}) )?(\S+) => (\S+)\s*$/.exec(line);
  return found?.[1] === undefined || secondsOf(found[1]) === undefined ? undefined : found;
}

/** The line that announces a message, without its line ending. */
export function workbenchLine(context: LogContext): string {
  const time = context.time === undefined ? '' : ` ${timeInLine(context.time)}`;
  const transport = context.transport === undefined ? '' : ` ${context.transport}`;
  return `#${time}${transport} ${context.source ?? '-'} => ${context.destination ?? '-'}`;
}

/** In one word, if it is still the same time. */
function timeInLine(time: string): string {
  const word = time.replace(/\s/g, 'T');
  return word === time || secondsOf(word) === secondsOf(time) ? word : time.replace(/\s/g, ' ');
}
