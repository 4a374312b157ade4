import type { FindingWords, Fix as FixOf } from '../../../rules/finding.ts';

/** A stretch of one line: the number of the section in the tree, of the line in the section, and columns in UTF-16 units. */
export interface Place {
  readonly sectionIndex: number;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

export type Finding = Place &
  FindingWords<Place, FixEdit> & {
    /** First release of which it is known, when that is later than what the rule says of itself. */
    readonly knownSince?: string;
  };

export type Fix = FixOf<FixEdit>;

export interface FixEdit extends Place {
  readonly newText: string;
  /** Removes the line with its end of line. */
  readonly wholeLine?: boolean;
  /** Puts a line behind this one. */
  readonly lineAfter?: boolean;
}
