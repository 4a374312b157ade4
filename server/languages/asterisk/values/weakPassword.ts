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
