import type { FindingWords, Fix as FixOf } from '../../../rules/finding.ts';
import type { Span } from '../syntax/token.ts';
import type { Place } from './placed.ts';

/** Something a rule has to say about a stretch of a block, in the positions of that block. */
export interface LocalFinding extends Omit<FindingWords<PlacedSpan, FixEdit>, 'related' | 'severity'> {
  readonly span: Span;
  /** The module whose absence is behind it: one missing `loadmodule` is told once. */
  readonly missingModules?: readonly string[];
  /** The module that was probably meant where another is named. */
  readonly meantModule?: string | undefined;
}

/** The same with its place in a file. */
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
}
