import { type Assumption, type BodyHashes, computeResponse } from './verifyAssumption.ts';
import { allGuesses, type Guess, type GuessSources, PARTS } from './verifyGuesses.ts';

/**
 * What must be changed for a response to match: sentences for one change when one is enough, else for two. Empty when
 * nothing that was tried matches. Tries some ten thousand hashes at most.
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

/** The sentence for a response that nothing explains: how much was tried, of which kinds, and what that leaves. */
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
  const leaves =
    'password' in assumption.secret
      ? 'Most likely the password is another one.'
      : 'Most likely the hash is that of another password, user name or realm.';
  const together = most === 2 ? ', one alone and two together' : ', one at a time';
  return `Nothing that was tried makes it match: ${kinds.join(', ')}${together}. ${leaves}`;
}

function countOf(guesses: readonly Guess[], part: string): number {
  return guesses.filter(guess => guess.part === part).length;
}

const MOST_REASONS = 3;

const UPPER_CASE_RESPONSE =
  'The hash is written in upper case; digest wants lower-case digits, and servers that compare text refuse it.';
