import type { ModuleModel } from '../model.ts';

/** Functions that do not affect the routing: their requests to a media proxy are assumed to succeed. */
export const silent: readonly ModuleModel[] = [
  { name: 'siptrace', functions: { sip_trace: () => 1, trace: () => 1 } },
  { name: 'tracer', functions: { trace: () => 1 } },
  { name: 'event_routing', functions: {} },
  { name: 'compression', functions: { mc_compress: () => 1, mc_compact: () => 1, mc_decompress: () => 1 } },
];
