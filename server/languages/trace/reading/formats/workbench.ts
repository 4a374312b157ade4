import { type LogContext, type LogFormat, logContext } from './format.ts';

/** How SIP Workbench itself writes traces: captures that were opened, and traces made from scenarios. */
export const workbench: LogFormat = {
  name: 'SIP Workbench trace',
  reach: 3,
  announces(line) {
    const found = /^# (?:(?![A-Z]{2,4} )(\S+) )?(?:([A-Z]{2,4}) )?(\S+) => (\S+)\s*$/.exec(line);
    if (found === null) return undefined;
    return logContext({ time: found[1], transport: found[2], source: found[3], destination: found[4] });
  },
};

/** The line that announces a message, without its line ending. */
export function workbenchLine(context: LogContext): string {
  const time = context.time === undefined ? '' : ` ${context.time.replace(/\s/g, 'T')}`;
  const transport = context.transport === undefined ? '' : ` ${context.transport}`;
  return `#${time}${transport} ${context.source ?? '-'} => ${context.destination ?? '-'}`;
}
