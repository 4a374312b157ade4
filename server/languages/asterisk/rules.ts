import type { SipConfRule } from './rule.ts';

/** All rules of sip.conf, in the order in which the pages list them. */
export const rules: readonly SipConfRule[] = [];
