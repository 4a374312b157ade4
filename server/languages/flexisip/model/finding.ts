import type { FindingWords, Fix as FixOf } from '../../../rules/finding.ts';

/** Part of a line: the number of the section in the tree, of the line in the section, and columns in UTF-16 units. */
export interface Place {
  readonly sectionIndex: number;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

export type Finding = Place &
  FindingWords<Place, FixEdit> & {
    /** First release that is known to have the problem, if later than the release of the rule. */
    readonly knownSince?: string;
  };

export type Fix = FixOf<FixEdit>;

export interface FixEdit extends Place {
  readonly newText: string;
  /** Removes the line, including its line ending. */
  readonly wholeLine?: boolean;
  /** Inserts a line after this one. */
  readonly lineAfter?: boolean;
}
