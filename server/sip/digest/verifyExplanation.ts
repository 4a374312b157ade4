import { type Assumption, type BodyHashes, computeResponse } from './verifyAssumption.ts';
import { allGuesses, type GuessSources } from './verifyGuesses.ts';

/**
 * What must be changed for a response to match: sentences for one change when one is enough, else for two. Empty when
 * nothing that was tried matches. Tries a few thousand hashes at most.
 */
export function explainMismatch(
  assumption: Assumption,
  received: string,
  sources: GuessSources,
  most: 1 | 2 = 2,
): string[] {
  const wanted = received.toLowerCase();
  const bodyHashes: BodyHashes = new Map();
  const matches = (change: Partial<Assumption>) =>
    computeResponse({ ...assumption, ...change }, bodyHashes) === wanted;
  const caseNote = wanted === received ? '' : ` ${UPPER_CASE_RESPONSE}`;
  if (matches({})) return [`It matches apart from upper and lower case. ${UPPER_CASE_RESPONSE}`];
  const guesses = allGuesses(assumption, wanted, sources);
  const single = guesses.filter(guess => matches(guess.change));
  if (single.length > 0) {
    return single
      .slice(0, MOST_REASONS)
      .map(guess => `It matches with ${guess.what}. ${guess.advice}${caseNote}`);
  }
  if (most === 1) return [];
  const found: string[] = [];
  for (const [index, first] of guesses.entries()) {
    for (const second of guesses.slice(index + 1)) {
      if (first.part === second.part || !matches({ ...first.change, ...second.change })) continue;
      found.push(
        `It matches with ${first.what} and ${second.what}. ${first.advice} ${second.advice}${caseNote}`,
      );
      if (found.length === MOST_REASONS) return found;
    }
  }
  return found;
}

const MOST_REASONS = 3;

const UPPER_CASE_RESPONSE =
  'The hash is written in upper case; digest wants lower-case digits, and servers that compare text refuse it.';
