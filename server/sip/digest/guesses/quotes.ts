import type { Assumption } from '../verifyAssumption.ts';
import type { Guess } from './guess.ts';

/** All values that the header quotes, hashed with their quotes: a parser that keeps them does so everywhere. */
export function quotesGuesses(assumption: Assumption): Guess[] {
  const { username, realm, nonce, uri, cnonce, secret } = assumption;
  const header = { nonce: `"${nonce}"`, uri: `"${uri}"`, cnonce: `"${cnonce}"` };
  const guess = (what: string, change: Partial<Assumption>): Guess => ({
    part: 'quotes',
    what: `the quotes of ${what} hashed as well`,
    advice:
      'The client has a bug: it must hash what is between the quotes (RFC 7616 section 3.4.2). Apart from that, its data is correct.',
    change,
    isAlone: true,
  });
  const ofChallenge = 'password' in secret ? { realm: `"${realm}"` } : {};
  return [
    guess('all values from the header', { ...header, ...ofChallenge }),
    guess('realm and nonce', { ...ofChallenge, nonce: header.nonce }),
    ...('password' in secret
      ? [guess('all values', { ...header, ...ofChallenge, username: `"${username}"` })]
      : []),
  ];
}
