import { linesUpTo, type TextBound } from '../../../text/textBound.ts';

/** A script needs no line breaks, so its words and signs count as well: each can take 600 bytes in the tree. */
export function scriptBounds(): readonly TextBound[] {
  return bounds;
}

const MOST_TOKENS = 3_000_000;

const bounds: readonly TextBound[] = [
  linesUpTo(500_000),
  { what: 'words and signs', most: MOST_TOKENS, countIn: countTokens },
];

/** Also counts those in comments and strings. */
function countTokens(text: string): number {
  let count = 0;
  let isInWord = false;
  for (let at = 0; at < text.length && count <= MOST_TOKENS; at++) {
    const code = text.charCodeAt(at);
    const isLetter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
    const isWord = isLetter || (code >= 48 && code <= 57);
    if (isWord ? !isInWord : code > 32) count++;
    isInWord = isWord;
  }
  return count;
}
