import { linesUpTo, type TextBound } from '../../../../text/textBound.ts';

/** Only the findings that are shown are kept, so there is room for more than a million users. */
export function usersBounds(): readonly TextBound[] {
  return bounds;
}

const bounds: readonly TextBound[] = [linesUpTo(2_000_000)];
