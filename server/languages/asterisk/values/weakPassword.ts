import { commonPasswords } from '../../../text/commonPasswords.ts';

/** Why a password, in lower case, is soon guessed, as the end of a sentence about it; `name` is the user name in lower case. */
export function weaknessOf(secret: string, name: string): string | undefined {
  if (secret === name) return 'is the name of the device';
  if (commonPasswords.has(secret)) return 'is one of the most common passwords';
  if (name.length > 2 && secret.startsWith(name) && secret.length - name.length < 4)
    return 'is little more than the name';
  if (secret.length < SHORTEST) return `has fewer than ${SHORTEST} characters`;
  if (/^(.)\1*$/.test(secret)) return 'is one character repeated';
  return undefined;
}

/** Characters. */
const SHORTEST = 8;

/** Passwords that a name makes likely, as they are written, and the common ones. */
export function likelyPasswords(name: string): readonly string[] {
  const lower = name.toLowerCase();
  const reversed = [...name].reverse().join('');
  const names = [
    name,
    lower,
    reversed,
    name + name,
    ...['1', '12', '123', '1234', '!'].map(end => name + end),
  ];
  return [...new Set([...names, ...commonPasswords])];
}

/**
 * Why the password behind a hash is soon guessed, as the end of a sentence about it: it is tried out. `hashOf` gives the hash of
 * a candidate; about 120 of them are made.
 */
export function weaknessOfHash(
  hash: string,
  name: string,
  hashOf: (candidate: string) => string,
): string | undefined {
  const found = likelyPasswords(name).find(candidate => hashOf(candidate) === hash);
  return found === undefined
    ? undefined
    : (weaknessOf(found.toLowerCase(), name.toLowerCase()) ?? 'is soon guessed');
}
