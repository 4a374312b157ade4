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
  let count = 0;
  for (let at = text.indexOf('['); at >= 0 && count <= MOST_SECTIONS; at = text.indexOf('[', at + 1))
    if (beginsLine(text, at)) count++;
  return count;
}

/** True if only spaces and tabs are in front of it in its line. */
function beginsLine(text: string, at: number): boolean {
  let before = at - 1;
  while (text[before] === ' ' || text[before] === '\t') before--;
  return before < 0 || text[before] === '\n' || text[before] === '\r';
}
