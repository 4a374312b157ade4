import { guessPassword } from '../../../sip/digest/guessPassword.ts';
import { commonPasswords } from '../../../text/commonPasswords.ts';

/** Why a lowercase password is easy to guess, as the end of a sentence about it; `name` is the lowercase user name. */
export function weaknessOf(secret: string, name: string): string | undefined {
  if (secret === name) return 'is the name of the device';
  if (commonPasswords.has(secret)) return 'is one of the most common passwords';
  if (name.length > 2 && secret.startsWith(name) && secret.length - name.length < 4)
    return 'is little more than the name';
  if (secret.length < SHORTEST) return `has fewer than ${SHORTEST} characters`;
  if (secret[0] === secret[1] && /^(.)\1*$/.test(secret)) return 'is a single repeated character';
  return undefined;
}

/** Characters. */
const SHORTEST = 8;

/** Literal passwords that are likely for a name. */
function likelyPasswords(name: string): readonly string[] {
  const reversed = [...name].reverse().join('');
  const extended = ['1', '12', '123', '1234', '!'].map(end => name + end);
  return [name, name.toLowerCase(), reversed, name + name, ...extended];
}

/**
 * Why the password behind an HA1 (MD5, lowercase hexadecimal) is easy to guess, as the end of a sentence about it: about 130
 * passwords are tried.
 */
export function weaknessOfHash(ha1: string, name: string, realm: string): string | undefined {
  const likely = likelyPasswords(name);
  const encoded = likely.map(password => utf8.encode(password)).concat(encodedCommonPasswords);
  const index = guessPassword(ha1, name, realm, encoded);
  if (index === -1) return undefined;
  const found = [...likely, ...commonPasswords][index] ?? '';
  return weaknessOf(found.toLowerCase(), name.toLowerCase()) ?? 'is easy to guess';
}

const utf8 = new TextEncoder();

const encodedCommonPasswords = [...commonPasswords].map(password => utf8.encode(password));
