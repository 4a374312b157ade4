import { SIP_METHODS } from '../methods.ts';
import {
  type DigestAlgorithm,
  digestAlgorithm,
  HASH_NAMES,
  hashOfAlgorithm,
  hexLength,
  isAkaAlgorithm,
} from './digest.ts';

/** A remark about the user's input: input with an `error` cannot be used, a `note` is useful to know. Contains no secret. */
export interface InputProblem {
  readonly severity: 'error' | 'note';
  readonly message: string;
}

/** A user name: hashed as written between the quotes of the header. */
export function checkUsername(username: string): InputProblem[] {
  if (username === '') return [error('The user name is empty.')];
  const colon = username.includes(':')
    ? [
        note(
          'The user name contains a colon, which also separates it from the realm. It cannot be used in auth= of Asterisk, and other servers may cut it off.',
        ),
      ]
    : [];
  return [...checkQuotedText('user name', username), ...colon, ...checkAscii('user name', username)];
}

/** A realm: hashed as written between the quotes of the challenge. */
export function checkRealm(realm: string): InputProblem[] {
  if (realm === '')
    return [note('The realm is empty. It can be hashed, but no server sends an empty realm.')];
  return [...checkQuotedText('realm', realm), ...checkAscii('realm', realm)];
}

export function checkPassword(password: string): InputProblem[] {
  if (password === '') {
    return [error('The password is empty. Anyone can log in with an empty password. Enter a password.')];
  }
  if (/[\r\n]/.test(password)) return [error('The password contains a line break.')];
  if (/^\s|\s$/.test(password)) {
    return [
      note('The password starts or ends with a space, which is hashed too.'),
      ...checkAscii('password', password),
    ];
  }
  return checkAscii('password', password);
}

/** A stored hash instead of a password, for an algorithm. */
export function checkHa1(ha1: string, algorithm: DigestAlgorithm): InputProblem[] {
  const hash = hashOfAlgorithm(algorithm);
  const digits = hexLength(hash);
  if (!/^[0-9A-Fa-f]*$/.test(ha1)) {
    return [
      error(
        `The hash contains characters other than 0-9 and a-f; an HA1 for ${hash} has ${digits} of these.`,
      ),
    ];
  }
  if (ha1.length !== digits) {
    const fitting = HASH_NAMES.filter(name => hexLength(name) === ha1.length);
    const hint = fitting.length === 0 ? '' : ` ${ha1.length} digits match ${fitting.join(' and ')}.`;
    return [error(`The hash has ${ha1.length} digits; an HA1 for ${hash} has ${digits}.${hint}`)];
  }
  if (ha1 !== ha1.toLowerCase()) {
    const what = 'The hash is in uppercase and was read as lowercase.';
    return [note(`${what} Asterisk uses md5secret as text, so write it in lowercase there.`)];
  }
  return [];
}

export function checkAlgorithm(word: string): InputProblem[] {
  if (digestAlgorithm(word) !== undefined) return [];
  const known = 'MD5, SHA-256 and SHA-512-256, each also with -sess';
  const what = isAkaAlgorithm(word)
    ? 'computes the response from the key of a SIM card, not from a password'
    : 'is not a SIP digest algorithm';
  return [error(`The algorithm ${quoted(word)} ${what}. Use ${known}.`)];
}

/** A method is hashed as written, including its case. */
export function checkMethod(method: string): InputProblem[] {
  const upper = method.toUpperCase();
  if (method === upper || !SIP_METHODS.includes(upper)) return [];
  return [note(`The method is hashed as given, but SIP methods are uppercase: ${upper}.`)];
}

/** The counter `nc`; anything other than eight hexadecimal digits is hashed as it is. */
export function checkNonceCount(nc: string): InputProblem[] {
  if (/^[0-9A-Fa-f]{8}$/.test(nc)) return [];
  return [
    note(
      `nc is hashed as given, but servers expect eight hexadecimal digits such as 00000001, not ${quoted(nc)}.`,
    ),
  ];
}

function checkQuotedText(what: string, text: string): InputProblem[] {
  if (/^".*"$/s.test(text)) {
    return [error(`The ${what} is in quotes. The quotes of the header are not part of it. Remove them.`)];
  }
  if (/^(?:[^"\\]|\\[\s\S])*$/.test(text)) return [];
  return [
    error(
      `The ${what} contains a quote or a backslash that is not escaped. In a header they are written \\" and \\\\, and digest hashes them in this form. Enter the ${what} as written between the quotes.`,
    ),
  ];
}

function checkAscii(what: string, text: string): InputProblem[] {
  if (/^[\x00-\x7f]*$/.test(text)) return [];
  return [
    note(
      `The ${what} contains non-ASCII characters: their UTF-8 bytes are hashed. A phone that uses Latin-1 fails.`,
    ),
  ];
}

function quoted(text: string): string {
  return `“${text.slice(0, 40)}”`;
}

function error(message: string): InputProblem {
  return { severity: 'error', message };
}

function note(message: string): InputProblem {
  return { severity: 'note', message };
}
