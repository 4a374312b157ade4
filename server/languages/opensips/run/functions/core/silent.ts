import type { ModuleModel } from '../model.ts';

/** Functions that decide nothing for the call: what they ask of a media proxy is taken as answered. */
export const silent: readonly ModuleModel[] = [
  { name: 'siptrace', functions: { sip_trace: () => 1, trace: () => 1 } },
  { name: 'tracer', functions: { trace: () => 1 } },
  { name: 'event_routing', functions: {} },
  { name: 'compression', functions: { mc_compress: () => 1, mc_compact: () => 1, mc_decompress: () => 1 } },
];
