import type { RuleInfo, Severity } from './rule.ts';

/**
 * What a rule says about a place, apart from the place: each language adds how its model names one. `Place` is that of
 * related information, `Edit` one change of the text.
 */
export interface FindingWords<Place, Edit> {
  readonly message: string;
  /** When it is less grave here than the rule says. */
  readonly severity?: Severity;
  readonly related?: readonly (Place & { readonly message: string })[];
  readonly fixes?: readonly Fix<Edit>[];
  /** Makes a fix that costs too much to make for every finding; asked when someone wants to see it. */
  readonly lateFix?: () => Fix<Edit>;
  readonly tag?: 'unnecessary' | 'deprecated';
  /** On the first finding of a habit: how many there are, when not all of them are handed over. */
  readonly repeats?: number;
}

/** A change that fixes the text. */
export interface Fix<Edit> {
  readonly title: string;
  readonly edits: readonly Edit[];
  /** True for the one that is right without thinking: it takes part in "fix all". */
  readonly isPreferred?: boolean;
}

/** A finding with the rule that made it. */
export interface Judged<Finding, Rule extends RuleInfo = RuleInfo> {
  readonly rule: Rule;
  readonly finding: Finding;
}

/** How grave a finding is. */
export function severityOf({ rule, finding }: Judged<{ readonly severity?: Severity }>): Severity {
  return finding.severity ?? rule.severity;
}
