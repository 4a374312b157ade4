import { bodyGuesses } from './guesses/body.ts';
import type { Guess, GuessSources } from './guesses/guess.ts';
import { identityGuesses } from './guesses/identity.ts';
import { nonceGuesses } from './guesses/nonce.ts';
import { passwordGuesses } from './guesses/password.ts';
import { qopGuesses } from './guesses/qop.ts';
import { quotesGuesses } from './guesses/quotes.ts';
import { algorithmGuesses, methodGuesses, uriGuesses } from './guesses/request.ts';
import type { Assumption } from './verifyAssumption.ts';

export type { Guess, GuessSources } from './guesses/guess.ts';

/** Every change that is tried, likely ones first within a part. */
export function allGuesses(assumption: Assumption, received: string, sources: GuessSources): Guess[] {
  return [
    ...methodGuesses(assumption),
    ...('password' in assumption.secret ? identityGuesses(assumption, sources) : []),
    ...qopGuesses(assumption, sources),
    ...bodyGuesses(assumption, sources),
    ...uriGuesses(assumption, sources),
    ...algorithmGuesses(assumption, received),
    ...passwordGuesses(assumption),
    ...nonceGuesses(assumption, sources),
    ...quotesGuesses(assumption),
  ];
}

/** The parts that guesses change, with their plural names. */
export const PARTS: readonly (readonly [part: string, name: string])[] = [
  ['method', 'other methods'],
  ['username', 'forms of the user name'],
  ['realm', 'other realms'],
  ['qop', 'values of qop and lists of them'],
  ['body', 'forms of the body'],
  ['uri', 'forms of the uri'],
  ['algorithm', 'other algorithms'],
  ['secret', 'forms and cuts of the password'],
  ['nonce', 'forms of the nonce'],
  ['nc', 'forms of the nonce count'],
  ['cnonce', 'forms of the cnonce'],
  ['quotes', 'values with their quotes'],
];
