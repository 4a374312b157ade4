import { isSessionAlgorithm } from './digest.ts';
import { type Assumption, type BodyHashes, computeResponse } from './verifyAssumption.ts';
import { allGuesses, type Guess, type GuessSources, PARTS } from './verifyGuesses.ts';

/**
 * What must be changed for a response to match: sentences for one change if one is enough, otherwise for two. Empty if
 * nothing that was tried matches. Tries at most some ten thousand hashes.
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
  if (matches({})) return [`It matches except for upper and lower case. ${UPPER_CASE_RESPONSE}`];
  const guesses = allGuesses(assumption, wanted, sources);
  const single = guesses.filter(guess => matches(guess.change));
  if (single.length > 0) {
    return single
      .slice(0, MOST_REASONS)
      .map(guess => `It matches with ${guess.what}. ${guess.advice}${caseNote}`);
  }
  if (most === 1) return [];
  const found: string[] = [];
  const pairable = guesses.filter(guess => guess.isAlone !== true);
  for (const [index, first] of pairable.entries()) {
    for (const second of pairable.slice(index + 1)) {
      if (first.part === second.part || !matches({ ...first.change, ...second.change })) continue;
      found.push(
        `It matches with ${first.what} and ${second.what}. ${first.advice} ${second.advice}${caseNote}`,
      );
      if (found.length === MOST_REASONS) return found;
    }
  }
  return found;
}

/** The sentence for a response that nothing explains: what was tried, and the most likely remaining cause. */
export function whatWasTried(
  assumption: Assumption,
  received: string,
  sources: GuessSources,
  most: 1 | 2 = 2,
): string {
  const guesses = allGuesses(assumption, received.toLowerCase(), sources);
  const kinds = PARTS.filter(([part]) => guesses.some(guess => guess.part === part)).map(
    ([part, name]) => `${name} (${countOf(guesses, part)})`,
  );
  const together = most === 2 ? ', alone and in pairs' : ', one at a time';
  return `It does not match with any of these: ${kinds.join(', ')}${together}. ${mostLikely(assumption)}`;
}

function mostLikely({ secret, qop, cnonce, algorithm }: Assumption): string {
  if (cnonce === '' && (qop !== undefined || isSessionAlgorithm(algorithm))) {
    return 'The header has no cnonce, which is part of the hash: if the client hashed one that it did not send, no password can be checked.';
  }
  return 'password' in secret
    ? 'Most likely, this is the wrong password.'
    : 'Most likely, the hash was computed with a different password, user name or realm.';
}

function countOf(guesses: readonly Guess[], part: string): number {
  return guesses.filter(guess => guess.part === part).length;
}

const MOST_REASONS = 3;

const UPPER_CASE_RESPONSE =
  'The hash is in uppercase. Digest requires lowercase digits, and servers that compare text refuse it.';
