import { linesUpTo, type TextBound } from '../../../text/textBound.ts';

/** Room for 100,000 devices of ten lines each. The worst texts, with a problem on each line, need 3 GB with this many. */
export function configBounds(): readonly TextBound[] {
  return bounds;
}

const MOST_SECTIONS = 250_000;

const bounds: readonly TextBound[] = [
  linesUpTo(1_000_000),
  { what: 'sections', most: MOST_SECTIONS, countIn: countSections },
];

function countSections(text: string): number {
  const header = /^[ \t]*\[/gm;
  let count = 0;
  while (count <= MOST_SECTIONS && header.test(text)) count++;
  return count;
}
