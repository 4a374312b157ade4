import { compileRegexp } from '../../../../text/cppRegexp.ts';
import { nearest } from '../../../../text/spelling.ts';
import { meantWord } from '../../values/meantWord.ts';
import { isFalse, isTrue } from '../../values/truth.ts';
import { splitWords, type Word } from '../../values/words.ts';
import { checkBind, checkMatch, checkNetworks } from './checkAddress.ts';
import { checkCodecPreferences, checkCodecs } from './checkCodecs.ts';
import { type OptionFacts, type Release, valuesIn } from './facts.ts';
import { decimalNumber, wholeNumber } from './numbers.ts';
import { addressFault } from './uriSyntax.ts';
import type { ValueFault } from './valueFault.ts';
import { digestLength, isTlsCipher, isTos } from './valueWords.ts';
import { fatal, firstFault, isWordOf, listed, trimmed, unknownWord, whole } from './wordFaults.ts';

/**
 * The faults that the handler of an option finds in a value: none when it understands the value. A list stops at its first
 * fault, as the server does.
 */
export function checkValue(option: OptionFacts, value: string, release: Release): ValueFault | undefined {
  const judge = judges[option.kind];
  if (judge === undefined) return undefined;
  const own = option.valuesSince === undefined ? option : { ...option, values: valuesIn(option, release) };
  return judge(value, own, release);
}

type Judge = (value: string, option: OptionFacts, release: Release) => ValueFault | undefined;

const judges: Readonly<Partial<Record<OptionFacts['kind'], Judge>>> = {
  acl: checkAcl,
  algorithms: (value, option) =>
    firstFault(value, word =>
      word.text === '' || isWordOf(option, word.text) ? undefined : unknownWord(word, option, 'fatal'),
    ),
  'algorithms-or-default': (value, option) =>
    firstFault(value, word =>
      word.text === '' || isWordOf(option, word.text)
        ? undefined
        : {
            ...unknownWord(word, option, 'quiet'),
            effect: 'noted',
            instead: 'Asterisk logs a warning and uses only MD5.',
          },
    ),
  bind: checkBind,
  boolean: checkBoolean,
  ciphers: value =>
    firstFault(value, word =>
      word.text === '' || isTlsCipher(word.text)
        ? undefined
        : fatal(word, `"${word.text}" is not a TLS cipher.`, 'Use a name that "openssl ciphers" lists.'),
    ),
  'codec-preferences': checkCodecPreferences,
  codecs: checkCodecs,
  decimal: value =>
    decimalNumber(value) === undefined
      ? fatal(whole(value), 'The value is not a number.', 'Write a number such as 3.0.')
      : undefined,
  groups: checkGroups,
  hash: checkHash,
  ignored: value => ({
    ...whole(value),
    what: 'Asterisk no longer supports this option.',
    todo: 'Remove the line, and use stir_shaken_profile.',
    effect: 'noted',
    instead: 'It logs a warning and ignores the line.',
  }),
  'identifier-order': checkIdentifierOrder,
  integer: checkNumber,
  match: checkMatch,
  network: value => (value === '' ? undefined : checkNetworks(value)),
  'number-start': value =>
    /^\s*[+-]?\d/.test(value)
      ? undefined
      : fatal(whole(value), 'The value is not a number.', 'Write a number.'),
  regexp: value => {
    const compiled = value === '' ? undefined : compileRegexp(value);
    if (typeof compiled !== 'string') return undefined;
    return fatal(whole(value), `The regular expression is invalid: ${compiled}.`, 'Correct it.');
  },
  'sip-uris': value =>
    firstFault(value, word => (word.text === '' ? undefined : contactFault(word, addressFault(word.text)))),
  tos: value =>
    isTos(value)
      ? undefined
      : fatal(whole(value), 'The value is neither a number nor a name such as ef or af41.', 'Correct it.'),
  unsigned: checkNumber,
  'uri-host': value => {
    const host = value.replace(/^<?(?:sips?:)?(?:[^@]*@)?/i, '').replace(/[;>].*$/, '');
    if (host === value) return undefined;
    return {
      ...whole(value),
      what: 'Only a host belongs here.',
      todo: host === '' ? 'Write the domain.' : `Write ${host}.`,
      effect: 'quiet',
      instead: 'Asterisk writes the value behind the "@" of From, which makes an invalid address.',
      ...(host === '' ? {} : { replacement: host }),
    };
  },
  'uri-user': value => {
    const at = value.search(/[^A-Za-z0-9\-._~%!$&'()*+,;=:]/);
    if (at < 0) return undefined;
    return fatal(
      { start: at, end: at + 1 },
      'The user part of a URI cannot contain this character.',
      'Remove it.',
    );
  },
  variable: value =>
    value === '' || value.includes('=')
      ? undefined
      : fatal(whole(value), 'The value has no equal sign.', 'Write it as NAME=value.'),
  word: (value, option) => (isKnownWord(value, option) ? undefined : unknownValue(value, option)),
  'word-or-number': (value, option) =>
    isWordOf(option, value) || /^\s*[+-]?\d/.test(value) ? undefined : unknownValue(value, option),
  'word-or-nothing': (value, option) =>
    isWordOf(option, value)
      ? undefined
      : {
          ...unknownWord({ text: value, ...whole(value) }, option, 'quiet'),
          instead: 'Asterisk silently ignores the line.',
        },
  words: (value, option) =>
    firstFault(value, word =>
      isWordOf(option, word.text) || (word.text === '' && mayHaveGaps(value, option))
        ? undefined
        : unknownWord(word, option, 'fatal'),
    ),
};

function contactFault(word: Word, fault: ReturnType<typeof addressFault>): ValueFault | undefined {
  switch (fault) {
    case 'scheme': {
      const what = 'A contact must be a sip: or sips: URI.';
      return fatal(word, what, 'Write it as sip:user@host.', `sip:${word.text}`);
    }
    case 'bracket':
      return fatal(word, 'The IPv6 address has no closing bracket.', 'Add the bracket.');
    case 'length':
      return fatal(word, 'The contact is too long for Asterisk.', 'Shorten it.');
    default:
      return undefined;
  }
}

/** An empty word between two commas, or after the last one, is only refused where the server looks up each word. */
function mayHaveGaps(value: string, { name }: OptionFacts): boolean {
  return value === '' || name !== 'follow_redirect_methods';
}

/** Names are compared exactly: a space after the comma is part of the next name. */
function checkIdentifierOrder(value: string, { values = [] }: OptionFacts): ValueFault | undefined {
  const wrong = splitWords(value).find(({ text }) => text !== '' && !values.includes(text));
  if (wrong === undefined) return undefined;
  const { text, start, end } = wrong;
  const near = nearest(text.trim(), values);
  const isSpace = text !== text.trim() && values.includes(text.trim());
  return {
    ...{ start, end },
    what: isSpace
      ? `The space is part of the name, and there is no identifier "${text}".`
      : `There is no identifier "${text}".`,
    todo: isSpace ? 'Remove the space.' : `Use ${listed(values)}.`,
    effect: 'quiet',
    instead:
      'Asterisk silently ignores this name in the order, and runs the identifier after the listed ones.',
    ...(near === undefined ? {} : { replacement: near }),
  };
}

function checkBoolean(value: string, option: OptionFacts): ValueFault | undefined {
  if (isTrue(value) || isFalse(value)) return undefined;
  const meant = meantWord(value, ['yes', 'no']);
  return {
    ...whole(value),
    what: value === '' ? `"${option.name}" has no value.` : `"${value}" is neither yes nor no.`,
    todo: meant === undefined ? 'Write yes or no.' : `Write ${meant}.`,
    effect: 'quiet',
    instead: 'Asterisk silently treats it as no.',
    ...(value === '' ? {} : { replacement: meant ?? 'no' }),
  };
}

function checkNumber(value: string, option: OptionFacts): ValueFault | undefined {
  const number = wholeNumber(value, option.kind === 'unsigned');
  const unit = option.units === undefined ? '' : ` of ${option.units}`;
  if (number === undefined) {
    const start = /^\s*(\d+)\s*\D/.exec(value)?.[1];
    if (/^\s*\d+\s*$/.test(value))
      return fatal(whole(value), 'The number is too large.', `Write a smaller number${unit}.`);
    const what = value === '' ? `"${option.name}" has no value.` : 'The value is not a whole number.';
    return fatal(whole(value), what, `Write a number${unit} without a sign or a unit.`, start);
  }
  const [lowest, highest] = option.range ?? [];
  if (lowest === undefined || highest === undefined || (number >= lowest && number <= highest))
    return undefined;
  return fatal(
    whole(value),
    `The value is not between ${lowest} and ${highest}.`,
    'Write a number in this range.',
  );
}

function checkGroups(value: string): ValueFault | undefined {
  for (const word of splitWords(value)) {
    const match = /^\s*(\d+)(?:-(\d+))?\s*$/.exec(word.text);
    if (value === '' || (match !== null && Number(match[1]) <= 63 && Number(match[2] ?? 0) <= 63)) continue;
    return {
      ...trimmed(word),
      what: 'Groups are numbers from 0 to 63.',
      todo: 'Correct the number, or use named groups.',
      effect: 'noted',
      instead: 'Asterisk logs a message and ignores this group.',
    };
  }
  return undefined;
}

function checkHash(value: string, option: OptionFacts): ValueFault | undefined {
  return firstFault(value, word => {
    if (word.text === '') return undefined;
    const colon = word.text.indexOf(':');
    const algorithm = colon < 0 ? 'MD5' : word.text.slice(0, colon).trim();
    const digest = word.text.slice(colon + 1);
    const length = digestLength(algorithm);
    if (length === undefined)
      return fatal(word, 'The digest algorithm is not MD5, SHA-256 or SHA-512-256.', 'Write ALGORITHM:hash.');
    if (digest.length === length) return undefined;
    if (digest.trim().length === length)
      return fatal(word, 'The space after the colon counts as part of the hash.', 'Remove the space.');
    const what = `A ${algorithm.toUpperCase()} hash has ${length} characters; this one has ${digest.length}.`;
    const form =
      option.name === 'md5_cred'
        ? 'user:realm:password'
        : 'user:realm:password after the algorithm and a colon';
    return fatal(word, what, `Write the hash of ${form}.`);
  });
}

function isKnownWord(value: string, option: OptionFacts): boolean {
  // Case-sensitive: t38_udptl_ec and the offer preferences.
  if (option.name === 't38_udptl_ec' || option.name.endsWith('_call_offer_pref'))
    return option.values?.includes(value) === true;
  if (isWordOf(option, value)) return true;
  const isYesOrNo = option.name === '100rel' || option.name === 'timers';
  return (isYesOrNo && (isTrue(value) || isFalse(value))) || (option.name === 'method' && value === '');
}

function unknownValue(value: string, option: OptionFacts): ValueFault {
  return unknownWord({ text: value, ...whole(value) }, option, 'fatal');
}

/** An endpoint ignores empty lines (endpoint_acl_handler); an acl object refuses them (acl_handler). */
function checkAcl(value: string, { type, name }: OptionFacts): ValueFault | undefined {
  if (name === 'acl' || name === 'contact_acl') return undefined;
  if (value !== '') return checkNetworks(value);
  if (type === 'endpoint') return undefined;
  return fatal(whole(value), `"${name}" has no value.`, 'Write an address such as 192.0.2.0/24.');
}
