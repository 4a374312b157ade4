import type { Severity } from './rule.ts';

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
  readonly tag?: 'unnecessary' | 'deprecated';
}

/** A change that fixes the text. */
export interface Fix<Edit> {
  readonly title: string;
  readonly edits: readonly Edit[];
  /** True for the one that is right without thinking: it takes part in "fix all". */
  readonly isPreferred?: boolean;
}
