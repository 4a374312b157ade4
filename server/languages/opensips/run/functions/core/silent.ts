import type { ModuleModel } from '../model.ts';

/**
 * Functions that only copy messages to a tracing server: a server that does not respond does not change the result. `trace`
 * returns -1 for types that leave nothing to trace, which is not considered.
 */
export const silent: readonly ModuleModel[] = [
  { name: 'siptrace', functions: { sip_trace: () => 1, trace: () => 1 } },
  { name: 'tracer', functions: { trace: () => 1 } },
];
