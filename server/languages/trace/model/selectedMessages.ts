import type { Trace } from './model.ts';

/** Which part of a trace is drawn. */
export interface LadderOptions {
  /** Ports of a host share a lane. */
  readonly foldPorts: boolean;
  /** Only these dialogs, by Call-ID; all when absent. */
  readonly callIds?: readonly string[];
}

/** Messages that a selection shows, in order; those without Call-ID are shown when nothing is selected. */
export function selectedMessages(trace: Trace, options: LadderOptions): number[] {
  if (options.callIds === undefined) return trace.entries.map(entry => entry.index);
  const wanted = new Set(options.callIds);
  return trace.flow.dialogs
    .filter(dialog => wanted.has(dialog.callId))
    .flatMap(dialog => dialog.messages)
    .sort((a, b) => a - b);
}
