import { SIP_METHODS } from '../methods.ts';
import { type DigestAlgorithm, digestAlgorithm, HASH_NAMES, hashOfAlgorithm, hexLength } from './digest.ts';

/** Something about what a person typed: an `error` cannot be used, a `note` is good to know. No secret stands in it. */
export interface InputProblem {
  readonly severity: 'error' | 'note';
  readonly message: string;
}

/** A user name: hashed as it stands between the quotes of the header. */
export function checkUsername(username: string): InputProblem[] {
  if (username === '') return [error('The user name is empty.')];
  const colon = username.includes(':')
    ? [
        note(
          'The user name holds a colon, which also separates it from the realm: auth= of Asterisk cannot hold such a name, and other servers may cut it.',
        ),
      ]
    : [];
  return [...checkQuotedText('user name', username), ...colon, ...checkAscii('user name', username)];
}

/** A realm: hashed as it stands between the quotes of the challenge. */
export function checkRealm(realm: string): InputProblem[] {
  if (realm === '') return [note('The realm is empty: that is hashed, but no server sends an empty realm.')];
  return [...checkQuotedText('realm', realm), ...checkAscii('realm', realm)];
}

export function checkPassword(password: string): InputProblem[] {
  if (password === '') {
    return [error('The password is empty. Anyone can log in with an empty password. Enter a password.')];
  }
  if (/[\r\n]/.test(password)) return [error('The password holds an end of line.')];
  if (/^\s|\s$/.test(password)) {
    return [
      note('The password begins or ends with a space, which is hashed too.'),
      ...checkAscii('password', password),
    ];
  }
  return checkAscii('password', password);
}

/** A stored hash in place of a password, for an algorithm. */
export function checkHa1(ha1: string, algorithm: DigestAlgorithm): InputProblem[] {
  const hash = hashOfAlgorithm(algorithm);
  const digits = hexLength(hash);
  if (!/^[0-9A-Fa-f]*$/.test(ha1)) {
    return [
      error(`The hash holds other characters than 0-9 and a-f; an HA1 of ${hash} is ${digits} of those.`),
    ];
  }
  if (ha1.length !== digits) {
    const fitting = HASH_NAMES.filter(name => hexLength(name) === ha1.length);
    const hint = fitting.length === 0 ? '' : ` ${ha1.length} digits fit ${fitting.join(' and ')}.`;
    return [error(`The hash has ${ha1.length} digits; an HA1 of ${hash} has ${digits}.${hint}`)];
  }
  if (ha1 !== ha1.toLowerCase()) {
    const what = 'The hash is in upper case and was read as lower case.';
    return [note(`${what} Asterisk copies md5secret as text, so there it must be written in lower case.`)];
  }
  return [];
}

export function checkAlgorithm(word: string): InputProblem[] {
  if (digestAlgorithm(word) !== undefined) return [];
  const known = 'MD5, SHA-256 and SHA-512-256, each also with -sess';
  return [error(`The algorithm ${quoted(word)} is not known to SIP digest; it knows ${known}.`)];
}

/** A method is hashed as it stands, with its case. */
export function checkMethod(method: string): InputProblem[] {
  const upper = method.toUpperCase();
  if (method === upper || !SIP_METHODS.includes(upper)) return [];
  return [note(`The method is hashed as given, and SIP writes ${upper} in upper case.`)];
}

/** The counter `nc`; other forms than eight hexadecimal digits are hashed as they are. */
export function checkNonceCount(nc: string): InputProblem[] {
  if (/^[0-9A-Fa-f]{8}$/.test(nc)) return [];
  return [
    note(
      `nc is hashed as given, but servers want eight hexadecimal digits such as 00000001, not ${quoted(nc)}.`,
    ),
  ];
}

function checkQuotedText(what: string, text: string): InputProblem[] {
  if (/^".*"$/s.test(text)) {
    return [
      error(`The ${what} stands in quotes. The quotes of the header are not part of it: leave them out.`),
    ];
  }
  if (/^(?:[^"\\]|\\[\s\S])*$/.test(text)) return [];
  return [
    error(
      `The ${what} holds a quote or a backslash on its own. In a header they are written \\" and \\\\, and digest hashes them so: give the ${what} as it stands between the quotes.`,
    ),
  ];
}

function checkAscii(what: string, text: string): InputProblem[] {
  if (/^[\x00-\x7f]*$/.test(text)) return [];
  return [
    note(
      `The ${what} holds characters beyond ASCII: their UTF-8 bytes are hashed. A phone that sends Latin-1 fails.`,
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
