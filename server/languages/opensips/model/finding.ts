import type { FindingWords, Fix as FixOf } from '../../../rules/finding.ts';
import type { Span } from '../syntax/token.ts';
import type { Place } from './placed.ts';

/** A problem that a rule reports for a range of a block, in the positions of that block. */
export interface LocalFinding extends Omit<FindingWords<PlacedSpan, FixEdit>, 'related'> {
  readonly span: Span;
  /** The module whose absence causes the problem: one missing `loadmodule` is reported once. */
  readonly missingModules?: readonly string[];
  /** The module that was probably meant instead of the written one. */
  readonly meantModule?: string | undefined;
}

/** A finding with its place in a file. */
export interface Finding extends LocalFinding, Pick<FindingWords<PlacedSpan, FixEdit>, 'related'> {
  readonly place: Place;
}

export interface PlacedSpan {
  readonly place: Place;
  readonly span: Span;
}

/** A change that fixes the text, in the positions of the block of the finding. */
export type Fix = FixOf<FixEdit>;

export interface FixEdit {
  readonly span: Span;
  readonly text: string;
  /** The block of the span, if it is not the one of the finding. */
  readonly place?: Place;
}
