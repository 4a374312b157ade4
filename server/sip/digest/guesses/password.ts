import { unescapeUri } from '../../uri.ts';
import { computeHa1, hashHex, hashOfAlgorithm, hexLength } from '../digest.ts';
import type { Assumption } from '../verifyAssumption.ts';
import type { Guess } from './guess.ts';

/**
 * Other forms of the secret: how clients and provisioning damage a password. No sentence contains a part of it,
 * except for the name of the character that it is cut at.
 */
export function passwordGuesses(assumption: Assumption): Guess[] {
  const { algorithm, username, realm, secret, latin1 } = assumption;
  const hash = hashOfAlgorithm(algorithm);
  const upperCase: Guess = {
    part: 'ha1 case',
    what: 'the HA1 in uppercase',
    advice: 'A stored hash in uppercase was used as text. md5secret of Asterisk must be in lowercase.',
    change: { upperCaseHa1: true },
  };
  const allUpperCase: Guess = {
    part: 'ha1 case',
    what: 'HA1 and HA2 in uppercase',
    advice:
      'The client writes its hashes in uppercase before it hashes them again. Digest hashes lowercase digits.',
    change: { upperCaseHa1: true, upperCaseHa2: true },
  };
  if ('ha1' in secret) {
    return [upperCase, allUpperCase, guessOf('the hash used as the password', HASHED_TWICE, secret.ha1)];
  }
  const { password } = secret;
  const guesses = [
    ...wholeForms(password),
    ...cuts(password),
    guessOf('an empty password', 'The client has no password set.', ''),
    guessOf('the hash used as the password', HASHED_TWICE, computeHa1(hash, username, realm, password)),
    guessOf('the hash of the password alone as the password', HASHED_ALONE, hashHex(hash, password)),
    ...(password === username
      ? []
      : [
          guessOf('the user name as the password', 'The client has the user name as its password.', username),
        ]),
  ];
  const seen = new Set([password]);
  const distinctGuesses = guesses.filter(({ change }) => {
    const other = change.secret !== undefined && 'password' in change.secret ? change.secret.password : '';
    if (seen.has(other)) return false;
    seen.add(other);
    return true;
  });
  const found: Guess[] = [upperCase, allUpperCase, ...distinctGuesses];
  if (/^[0-9a-f]+$/i.test(password) && password.length === hexLength(hash)) {
    found.push({
      part: 'secret',
      what: 'the password used as HA1',
      advice: 'The text that was given as the password is the stored hash (HA1).',
      change: { secret: { ha1: password.toLowerCase() } },
    });
  }
  if (!latin1 && isBeyondAscii(`${username}${realm}${password}`)) {
    const advice = 'The client hashes Latin-1 bytes, but SIP digest uses UTF-8.';
    found.push({ part: 'encoding', what: 'the texts as Latin-1', advice, change: { latin1: true } });
  }
  return found;
}

const HASHED_TWICE =
  'One side hashes a value that is already a hash (OpenSIPS: calculate_ha1 with a column of hashes).';

const HASHED_ALONE =
  'One side stores the hash of the password without user name and realm, and uses it as the password. No digest can be checked with such a hash: give that side the password itself, or a hash of user:realm:password.';

function guessOf(what: string, advice: string, password: string): Guess {
  return { part: 'secret', what, advice, change: { secret: { password } } };
}

/** The whole password, changed by escaping, quoting, letter case or encoding. */
function wholeForms(password: string): Guess[] {
  const around = 'The given password has spaces around it.';
  const behind = 'The other side stores a line break or a space after the password.';
  const resolved = 'The password contains escapes that one side decodes and the other does not.';
  const escaped =
    'One side escapes characters of the password before hashing it. Enter it so that both sides have the same text.';
  const quotes = 'One side treats quotes as part of the password.';
  const letters = 'One side changes the case of letters; a password is hashed as it is.';
  const dollar = 'A shell or a configuration file replaced text that starts with a dollar sign.';
  const unicode = 'The two sides write the same letters with different Unicode characters.';
  return [
    guessOf('the password without the spaces around it', around, password.trim()),
    ...['\n', '\r\n', ' ', '\0'].map(end =>
      guessOf('white space after the password', behind, password + end),
    ),
    guessOf('the password with its escapes decoded', resolved, unescapeUri(password)),
    guessOf(
      'the password with spaces instead of plus signs',
      resolved,
      unescapeUri(password.replaceAll('+', ' ')),
    ),
    guessOf('the password with its backslashes decoded', resolved, password.replace(/\\([\s\S])/g, '$1')),
    guessOf('the password with its character references decoded', resolved, fromHtml(password)),
    guessOf(
      'the password with doubled percent or dollar signs made single',
      resolved,
      password.replace(/([%$])\1/g, '$1'),
    ),
    guessOf('the password with %xx escapes', escaped, percentEncoded(password)),
    guessOf('the password with %xx escapes', escaped, percentEncoded(password).replaceAll('%20', '+')),
    guessOf('the password with %xx escapes in lowercase', escaped, lowerEscapes(percentEncoded(password))),
    guessOf('the password with character references such as &amp;', escaped, toHtml(password)),
    guessOf('the password with backslashes before its quotes', escaped, password.replace(/["\\]/g, '\\$&')),
    guessOf('the password in quotes', quotes, `"${password}"`),
    guessOf('the password in quotes', quotes, `'${password}'`),
    guessOf('the password without its quotes', quotes, password.replace(/^(["'])(.*)\1$/s, '$2')),
    guessOf('the password in lowercase', letters, password.toLowerCase()),
    guessOf('the password in uppercase', letters, password.toUpperCase()),
    guessOf('the password with upper and lower case swapped', letters, swappedCase(password)),
    guessOf(
      'the password without text that starts with a dollar sign',
      dollar,
      password.replace(/\$\w*/g, ''),
    ),
    guessOf('the password with composed letters', unicode, password.normalize('NFC')),
    guessOf('the password with decomposed letters', unicode, password.normalize('NFD')),
    guessOf('the password encoded as UTF-8 twice', unicode, twiceEncoded(password)),
    guessOf(
      'the password with a question mark for every non-ASCII letter',
      unicode,
      password.replace(/[^\x00-\x7f]/g, '?'),
    ),
  ];
}

/** The password cut at each of its special characters, and at every length. */
function cuts(password: string): Guess[] {
  const found: Guess[] = [];
  const special = [...new Set(password.match(/[^\p{L}\p{N}]/gu) ?? [])].slice(0, MOST_SPECIAL);
  for (const character of special) {
    const name = CHARACTER_NAMES[character] ?? 'special character';
    const first = password.indexOf(character);
    const last = password.lastIndexOf(character);
    const advice = `The client or a configuration file cuts the password at the ${name}. Choose a password without it, or escape it as that program requires.`;
    const before = first === last ? `the ${name}` : `the first ${name}`;
    found.push(
      guessOf(`only the part of the password before ${before}`, advice, password.slice(0, first)),
      guessOf(`only the part of the password before ${before}`, advice, password.slice(0, first).trimEnd()),
      guessOf(`only the part of the password before the last ${name}`, advice, password.slice(0, last)),
      guessOf(
        `only the part of the password after ${before}`,
        advice,
        password.slice(first + character.length),
      ),
      guessOf(
        `only the part of the password after the last ${name}`,
        advice,
        password.slice(last + character.length),
      ),
      guessOf(
        `the password without the ${name}`,
        `One side omits the ${name}.`,
        password.replaceAll(character, ''),
      ),
    );
  }
  const most = Math.min(password.length, MOST_LENGTH);
  for (let length = most - 1; length > 0; length--) {
    found.push({
      ...guessOf(
        `only the first ${length} characters of the password`,
        'One side cuts the password at that length.',
        password.slice(0, length),
      ),
      isAlone: true,
    });
  }
  for (let skipped = 1; skipped < Math.min(password.length, 4); skipped++) {
    found.push({
      ...guessOf(
        `the password without its first ${skipped === 1 ? 'character' : `${skipped} characters`}`,
        'One side omits the beginning of the password.',
        password.slice(skipped),
      ),
      isAlone: true,
    });
  }
  return found;
}

const MOST_SPECIAL = 6;
const MOST_LENGTH = 256;

const CHARACTER_NAMES: Readonly<Record<string, string>> = {
  ':': 'colon',
  '@': 'at sign',
  '#': 'number sign',
  ';': 'semicolon',
  '&': 'ampersand',
  '?': 'question mark',
  '%': 'percent sign',
  ' ': 'space',
  ',': 'comma',
  '/': 'slash',
  '\\': 'backslash',
  '"': 'quotation mark',
  "'": 'apostrophe',
  '+': 'plus sign',
  '=': 'equal sign',
  '!': 'exclamation mark',
  $: 'dollar sign',
  '<': 'less-than sign',
  '>': 'greater-than sign',
  '|': 'vertical bar',
  '*': 'asterisk',
  '-': 'hyphen',
  _: 'underscore',
  '.': 'period',
  '~': 'tilde',
  '^': 'caret',
  '(': 'parenthesis',
  ')': 'parenthesis',
  '[': 'bracket',
  ']': 'bracket',
  '{': 'brace',
  '}': 'brace',
  '`': 'backtick',
};

function percentEncoded(text: string): string {
  const bytes = [...new TextEncoder().encode(text)];
  return bytes
    .map(byte =>
      /[A-Za-z0-9._~-]/.test(String.fromCharCode(byte))
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('');
}

function lowerEscapes(text: string): string {
  return text.replace(/%[0-9A-F]{2}/g, octet => octet.toLowerCase());
}

const HTML: readonly (readonly [string, string])[] = [
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
];

function toHtml(text: string): string {
  return HTML.reduce((changed, [plain, reference]) => changed.replaceAll(plain, reference), text);
}

function fromHtml(text: string): string {
  return HTML.reduceRight((changed, [plain, reference]) => changed.replaceAll(reference, plain), text);
}

function swappedCase(text: string): string {
  return text.replace(/\p{L}/gu, letter =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
}

function twiceEncoded(text: string): string {
  return [...new TextEncoder().encode(text)].map(byte => String.fromCharCode(byte)).join('');
}

function isBeyondAscii(text: string): boolean {
  // Only characters that exist in Latin-1: others cannot have been sent this way.
  return /[\u0080-\u00ff]/.test(text) && /^[\x00-\xff]*$/.test(text);
}
