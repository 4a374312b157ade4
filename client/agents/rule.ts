import {
  RULE_PAGE_REQUEST,
  type RulePageParams,
} from '../../server/protocol/sipWorkbench/knowledge/rulePageRequest.ts';
import { type Tool, textOf } from './tool.ts';

/** Why a rule matters and what to do. */
export const rule: Tool = {
  progress: ({ code }) => `Looking up the rule ${String(code)}`,
  answer: async (input, client) => {
    const params: RulePageParams = { code: textOf(input, 'code') };
    const page = await client.sendRequest<string | null>(RULE_PAGE_REQUEST, params);
    if (page === null) throw new Error('There is no rule with this code.');
    return page;
  },
};
