import { check } from './check.ts';
import { describe } from './describe.ts';
import { explain } from './explain.ts';
import { rule } from './rule.ts';
import type { Tool, toolNames } from './tool.ts';

export const tools: Readonly<Record<(typeof toolNames)[number], Tool>> = {
  sip_check: check,
  sip_describe: describe,
  sip_explain: explain,
  sip_rule: rule,
};
