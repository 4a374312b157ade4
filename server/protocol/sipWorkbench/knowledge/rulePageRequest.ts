/** The page of a rule as Markdown: a string, or null for an unknown rule. */
export const RULE_PAGE_REQUEST = 'sipWorkbench/rulePage';

export interface RulePageParams {
  /** Such as `sip-conf/weak-secret`; the list of all rules without it. */
  readonly code?: string;
}

/** The commands of our own client in the light bulb menu, in addition to the fixes; the argument is the code of the rule. */
export const OPEN_RULE_PAGE = 'sipWorkbench.openRulePage';
export const DISABLE_RULE = 'sipWorkbench.disableRule';
