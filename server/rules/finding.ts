import type { RuleInfo, Severity } from './rule.ts';

/**
 * The parts of a finding except its place, which each language adds in its own form. `Place` is the place of
 * related information, `Edit` is one change of the text.
 */
export interface FindingWords<Place, Edit> {
  readonly message: string;
  /** Set if it is less severe here than the rule's severity. */
  readonly severity?: Severity;
  readonly related?: readonly (Place & { readonly message: string })[];
  readonly fixes?: readonly Fix<Edit>[];
  /** Creates a fix that is too expensive to create for every finding; called when the user asks for it. */
  readonly lateFix?: () => Fix<Edit>;
  readonly tag?: 'unnecessary' | 'deprecated';
  /** On the first finding of a habit: how many there are, if not all of them are returned. */
  readonly repeats?: number;
}

/** A change that fixes the text. */
export interface Fix<Edit> {
  readonly title: string;
  readonly edits: readonly Edit[];
  /** True for a fix that needs no decision: it is part of "fix all". */
  readonly isPreferred?: boolean;
}

/** A finding with the rule that made it. */
export interface Judged<Finding, Rule extends RuleInfo = RuleInfo> {
  readonly rule: Rule;
  readonly finding: Finding;
}

/** The severity of a finding. */
export function severityOf({ rule, finding }: Judged<{ readonly severity?: Severity }>): Severity {
  return finding.severity ?? rule.severity;
}
