import type { FindingWords, Fix as FixOf, Judged } from '../../../rules/finding.ts';

/** Something a rule found in one message. Offsets are relative to the text of the message. */
export interface Finding extends FindingWords<OtherMessage, FixEdit> {
  readonly start: number;
  readonly end: number;
}

/** Another message of the dialog, by its number there. */
export interface OtherMessage {
  readonly number: number;
}

export type Fix = FixOf<FixEdit>;

/** A change in the text of the message. */
export interface FixEdit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
  /** Inserts a line before the one at `start`. */
  readonly isNewLine?: boolean;
}

/** A part of a line; lines are counted from the first one that the rule was given. */
export interface LineFinding extends FindingWords<never, never> {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** A finding in a message, a dialog (with the number of the message), or other lines. */
export type Found = Judged<Finding>;
export type FoundInDialog = Judged<Finding & OtherMessage>;
export type FoundLine = Judged<LineFinding>;
