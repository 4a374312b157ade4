import { linesUpTo, type TextBound } from '../../../text/textBound.ts';

/** A text of 64 MB has fewer of both, unless nearly all of its lines are empty or start a message. */
export function traceBounds(): readonly TextBound[] {
  return bounds;
}

const bounds: readonly TextBound[] = [
  linesUpTo(5_000_000),
  { what: 'messages', most: 200_000, countIn: countMessages },
];

const VERSION = 'SIP/2.0';

/** Counts the start lines; in `SIP/2.0/UDP`, the version belongs to a Via. */
function countMessages(text: string): number {
  let count = 0;
  for (let at = text.indexOf(VERSION); at >= 0; at = text.indexOf(VERSION, at + 1))
    if (text[at + VERSION.length] !== '/') count++;
  return count;
}
