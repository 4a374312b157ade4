import type { FindingWords, Fix as FixOf } from '../../../../rules/finding.ts';

/** Part of a line; columns in UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

export type Finding = Place & FindingWords<Place, FixEdit>;

export type Fix = FixOf<FixEdit>;

export interface FixEdit extends Place {
  readonly newText: string;
}
