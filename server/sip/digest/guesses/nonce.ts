import { digestParameter, messageChallenges } from '../../authentication.ts';
import { isSessionAlgorithm } from '../digest.ts';
import type { Assumption } from '../verifyAssumption.ts';
import { distinct, type Guess, type GuessSources, quoted } from './guess.ts';

/** Other forms of the values of a single request: nonce, nonce count, cnonce. */
export function nonceGuesses(assumption: Assumption, sources: GuessSources): Guess[] {
  return [...serverNonceGuesses(assumption, sources), ...clientNonceGuesses(assumption, sources)];
}

function serverNonceGuesses({ nonce }: Assumption, { before }: GuessSources): Guess[] {
  const challenged = before
    .flatMap(messageChallenges)
    .flatMap(found => digestParameter(found, 'nonce') ?? []);
  const latest = challenged.slice(-MOST_NONCES).reverse();
  const forms = [
    nonce.replaceAll('+', ' '),
    nonce.replaceAll(' ', '+'),
    percentDecoded(nonce),
    nonce.replace(/=+$/, ''),
    nonce.trim(),
    nonce.toLowerCase(),
    nonce.toUpperCase(),
    nonce.replace(/\\([\s\S])/g, '$1'),
    `"${nonce}"`,
    '',
  ];
  const guess = (other: string, advice: string): Guess => ({
    part: 'nonce',
    what: `the nonce ${quoted(other)} instead of ${quoted(nonce)}`,
    advice,
    change: { nonce: other },
  });
  const ofChallenges = distinct(latest, nonce);
  return [
    ...ofChallenges.map(other =>
      guess(other, 'The client hashed the nonce of a different challenge than the one that it returns.'),
    ),
    ...distinct(forms, nonce)
      .filter(other => !ofChallenges.includes(other))
      .map(other => guess(other, 'The nonce is hashed as written between the quotes of the challenge.')),
  ];
}

const MOST_NONCES = 8;

function clientNonceGuesses(assumption: Assumption, { credentials }: GuessSources): Guess[] {
  const { qop, nc, cnonce, nonce, algorithm } = assumption;
  if (qop === undefined && !isSessionAlgorithm(algorithm) && cnonce === '') return [];
  const digits = nc.toLowerCase();
  const number = Number.parseInt(nc, 16);
  const neighbors = Number.isNaN(number)
    ? []
    : [number + 1, number - 1].map(other => Math.max(0, other).toString(16).padStart(8, '0'));
  const decimals = Number.isNaN(number) ? [] : [String(number), String(number).padStart(8, '0')];
  const counters = distinct(
    [
      digits,
      digits.toUpperCase(),
      digits.padStart(8, '0'),
      digits.replace(/^0+/, ''),
      ...neighbors,
      ...decimals,
      '00000001',
      '1',
      `"${nc}"`,
      '',
    ],
    nc,
  );
  const opaque = digestParameter(credentials, 'opaque') ?? '';
  const others = [
    '',
    `"${cnonce}"`,
    cnonce.replace(/\\([\s\S])/g, '$1'),
    cnonce.toLowerCase(),
    nonce,
    opaque,
  ];
  return [
    ...counters.map(other => ({
      part: 'nc',
      what: `nc ${quoted(other)} instead of ${quoted(nc)}`,
      advice: 'The nonce count is hashed as it is sent: eight hexadecimal digits.',
      change: { nc: other },
    })),
    ...distinct(others, cnonce).map(other => ({
      part: 'cnonce',
      what: `the cnonce ${quoted(other)} instead of ${quoted(cnonce)}`,
      advice: 'The cnonce is hashed as written between the quotes.',
      change: { cnonce: other },
    })),
  ];
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
