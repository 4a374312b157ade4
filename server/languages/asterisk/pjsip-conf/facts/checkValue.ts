import { compileRegexp } from '../../../../text/cppRegexp.ts';
import { nearest } from '../../../../text/spelling.ts';
import { parseAcl } from '../../values/address.ts';
import { codecNames, codecWords } from '../../values/codecs.ts';
import { isFalse, isTrue } from '../../values/truth.ts';
import { splitWords, type Word } from '../../values/words.ts';
import { bindAddress, isDocumentation, matchEntry, neverResolves } from './addresses.ts';
import type { OptionFacts, Release } from './facts.ts';
import { decimalNumber, wholeNumber } from './numbers.ts';
import type { ValueFault } from './valueFault.ts';
import { digestLength, isTlsCipher, isTos } from './valueWords.ts';

/**
 * What the handler of an option makes of a value: nothing for one that it understands. A list stops at its first fault, as the
 * server does.
 */
export function checkValue(option: OptionFacts, value: string, release: Release): ValueFault | undefined {
  const judge = judges[option.kind];
  return judge === undefined ? undefined : judge(value, option, release);
}

type Judge = (value: string, option: OptionFacts, release: Release) => ValueFault | undefined;

const judges: Readonly<Partial<Record<OptionFacts['kind'], Judge>>> = {
  acl: (value, option) => (isNameOfLists(option) ? undefined : checkNetworks(value)),
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
            instead: 'Asterisk logs a warning and uses MD5 alone.',
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
    return fatal(whole(value), `The regular expression is wrong: ${compiled}.`, 'Correct it.');
  },
  'sip-uris': value =>
    firstFault(value, word => {
      if (word.text === '' || /^sips?:/i.test(word.text)) return undefined;
      return fatal(
        word,
        'A contact must be a sip: or sips: URI.',
        'Write it as sip:user@host.',
        `sip:${word.text}`,
      );
    }),
  tos: value =>
    isTos(value)
      ? undefined
      : fatal(whole(value), 'The value is neither a number nor a name such as ef or af41.', 'Correct it.'),
  unsigned: checkNumber,
  'uri-user': value => {
    const at = value.search(/[^A-Za-z0-9\-._~%!$&'()*+,;=:]/);
    if (at < 0) return undefined;
    return fatal(
      { start: at, end: at + 1 },
      'This character cannot stand in the user part of a URI.',
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
      word.text === '' || isWordOf(option, word.text) ? undefined : unknownWord(word, option, 'fatal'),
    ),
};

/** Names are compared exactly: a space after the comma belongs to the next one. */
function checkIdentifierOrder(value: string, { values = [] }: OptionFacts): ValueFault | undefined {
  const wrong = splitWords(value).find(({ text }) => text !== '' && !values.includes(text));
  if (wrong === undefined) return undefined;
  const { text, start, end } = wrong;
  const near = nearest(text.trim(), values);
  const isSpace = text !== text.trim() && values.includes(text.trim());
  return {
    ...{ start, end },
    what: isSpace
      ? `The space belongs to the name: there is no identifier "${text}".`
      : `There is no identifier "${text}".`,
    todo: isSpace ? 'Remove the space.' : `Use ${listed(values)}.`,
    effect: 'quiet',
    instead: 'Asterisk silently leaves it out of the order, and still runs the identifier after the others.',
    ...(near === undefined ? {} : { replacement: near }),
  };
}

function checkBoolean(value: string, option: OptionFacts): ValueFault | undefined {
  if (isTrue(value) || isFalse(value)) return undefined;
  const near = nearest(value, ['yes', 'no']);
  return {
    ...whole(value),
    what: value === '' ? `"${option.name}" has no value.` : `"${value}" is neither yes nor no.`,
    todo: 'Write yes or no.',
    effect: 'quiet',
    instead: 'Asterisk silently takes it as no.',
    ...(value === '' ? {} : { replacement: near ?? 'no' }),
  };
}

function checkNumber(value: string, option: OptionFacts): ValueFault | undefined {
  const number = wholeNumber(value, option.kind === 'unsigned');
  const unit = option.units === undefined ? '' : ` of ${option.units}`;
  if (number === undefined) {
    const start = /^\s*(\d+)\s*\D/.exec(value)?.[1];
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

function checkNetworks(value: string): ValueFault | undefined {
  const item = parseAcl(value, true).find(({ fault }) => fault !== undefined);
  if (item?.fault === undefined) return undefined;
  const text = value.slice(item.start, item.end);
  const trimmed = text.trim();
  const isFixable = trimmed !== text && parseAcl(trimmed, true).every(({ fault }) => fault === undefined);
  const what = {
    address: isFixable ? 'A space stands beside the address.' : `"${trimmed}" is not an IP address.`,
    port: 'A network cannot have a port here.',
    mask: 'The netmask is wrong.',
    family: 'Address and netmask are not of the same IP version.',
  }[item.fault];
  return fatal(item, what, 'Write an address such as 192.0.2.0/24.', isFixable ? trimmed : undefined);
}

function checkCodecs(value: string, option: OptionFacts): ValueFault | undefined {
  if (value === '') {
    if (option.name === 'disallow') return undefined;
    return fatal(whole(value), 'The list of codecs is empty.', 'Name codecs, or remove the line.');
  }
  const known = codecNames('20');
  for (const { name, nameStart, packet, start, end } of codecWords(value, '20')) {
    if (packet !== undefined && !/^\s*\+?\d/.test(packet))
      return fatal(
        { start, end },
        'The packet length is not a number of milliseconds.',
        'Remove it, or write name:20.',
      );
    if (known.includes(name.toLowerCase())) continue;
    const near = nearest(name, known);
    const what =
      name === '' ? 'There is an empty name in the list of codecs.' : `Asterisk knows no codec "${name}".`;
    const todo = near === undefined ? 'Remove it.' : `Did you mean "${near}"?`;
    return fatal({ start: nameStart, end: Math.max(nameStart + name.length, start) }, what, todo, near);
  }
  return undefined;
}

const preferenceWords: Readonly<Record<string, readonly string[]>> = {
  prefer: ['pending', 'configured'],
  operation: ['intersect', 'only_preferred', 'only_nonpreferred', 'union'],
  keep: ['all', 'first'],
  transcode: ['allow', 'prevent'],
};

function checkCodecPreferences(value: string, option: OptionFacts): ValueFault | undefined {
  for (const word of splitWords(value)) {
    const [name = '', wanted = ''] = word.text.split(/[: ]+/).filter(part => part !== '');
    const words = preferenceWords[name];
    if (words === undefined)
      return fatal(
        trimmed(word),
        `"${name}" is not a codec preference.`,
        `Use ${listed(Object.keys(preferenceWords))}.`,
      );
    const isUnion = wanted === 'union' && option.name === 'codec_prefs_incoming_offer';
    if (words.includes(wanted) && !isUnion) continue;
    const what = isUnion
      ? '"union" cannot be used for incoming offers.'
      : `"${wanted}" is not a value of ${name}.`;
    return fatal(trimmed(word), what, `Use ${listed(words.filter(each => !isUnion || each !== 'union'))}.`);
  }
  return undefined;
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
    const digest = colon < 0 ? word.text : word.text.slice(colon + 1).trim();
    const length = digestLength(algorithm);
    if (length === undefined)
      return fatal(word, 'The digest algorithm is not MD5, SHA-256 or SHA-512-256.', 'Write ALGORITHM:hash.');
    if (digest.length === length) return undefined;
    const what = `A hash of ${algorithm.toUpperCase()} has ${length} characters; this one has ${digest.length}.`;
    const form =
      option.name === 'md5_cred'
        ? 'user:realm:password'
        : 'user:realm:password after the algorithm and a colon';
    return fatal(word, what, `Write the hash of ${form}.`);
  });
}

function checkBind(value: string, option: OptionFacts): ValueFault | undefined {
  const bind = bindAddress(value);
  if (bind.kind === 'fault') {
    const what =
      bind.reason === 'port' ? 'The port is not a number up to 65535.' : 'This is not an IP address.';
    return fatal(whole(value), what, 'Write an address such as 0.0.0.0:5060 or [::]:5060.');
  }
  if (bind.kind === 'host') {
    const { host } = bind;
    if (neverResolves(host))
      return fatal(whole(value), `The host name "${host}" has no address.`, 'Write an IP address.');
    return {
      ...whole(value),
      what: `Asterisk looks up the host name "${host}" once, when it starts.`,
      todo: 'Write an IP address.',
      effect: 'lookup',
    };
  }
  if (isDocumentation(bind.address))
    return {
      ...whole(value),
      what: 'No interface has this address: it is set aside for documentation.',
      todo: 'Write an address of this machine, or 0.0.0.0.',
      effect: 'lookup',
    };
  if (!/^(:\d*)?$/.test(value)) return undefined;
  return {
    ...whole(value),
    what: `"${option.name}" names no address.`,
    todo: 'Write the address to listen on.',
    effect: 'quiet',
    instead: 'Asterisk listens on every address of the machine.',
    replacement: `0.0.0.0${value}`,
  };
}

function checkMatch(value: string): ValueFault | undefined {
  let lookup: ValueFault | undefined;
  for (const word of splitWords(value).map(trimmedWord)) {
    if (word.text === '') continue;
    const entry = matchEntry(word.text);
    if (entry.kind === 'fault') {
      const todo = 'Write an address such as 192.0.2.1, 192.0.2.0/24 or 192.0.2.0:5060/24.';
      switch (entry.reason) {
        case 'negated': {
          const what = 'An exclusion needs a netmask; without one Asterisk looks the text up as a host name.';
          return fatal(word, what, 'Add the mask.', `${word.text}/32`);
        }
        case 'port':
          return fatal(word, 'The port is wrong.', todo);
        case 'mask':
          return fatal(word, 'The netmask is wrong; a port stands before the slash.', todo);
        default:
          return fatal(word, `"${word.text}" is not an address.`, todo);
      }
    }
    if (entry.kind === 'host') {
      if (neverResolves(entry.host))
        return fatal(word, `The host name "${entry.host}" has no address.`, 'Write an IP address.');
      lookup ??= {
        start: word.start,
        end: word.end,
        what: `Asterisk looks up the host name "${entry.host}" once, when it loads.`,
        todo: 'Write IP addresses, or reload whenever the addresses change.',
        effect: 'lookup',
      };
    }
  }
  return lookup;
}

function isKnownWord(value: string, option: OptionFacts): boolean {
  // Compared with case: t38_udptl_ec and the offer preferences.
  if (option.name === 't38_udptl_ec' || option.name.endsWith('_call_offer_pref'))
    return option.values?.includes(value) === true;
  if (isWordOf(option, value)) return true;
  const isYesOrNo = option.name === '100rel' || option.name === 'timers';
  return (isYesOrNo && (isTrue(value) || isFalse(value))) || (option.name === 'method' && value === '');
}

function isWordOf({ values = [] }: OptionFacts, text: string): boolean {
  const lower = text.toLowerCase();
  return values.some(value => value.toLowerCase() === lower);
}

function unknownValue(value: string, option: OptionFacts): ValueFault {
  return unknownWord({ text: value, ...whole(value) }, option, 'fatal');
}

/** Words of chan_sip, with what they are here. */
const translations: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  dtmf_mode: { rfc2833: 'rfc4733', shortinfo: 'info' },
  timers: { originate: 'always', accept: 'yes', refuse: 'no' },
  media_encryption: { yes: 'sdes', true: 'sdes', on: 'sdes', off: 'no', false: 'no' },
};

function unknownWord(word: Word, option: OptionFacts, effect: 'fatal' | 'quiet'): ValueFault {
  const { values = [], name } = option;
  const translated = translations[name]?.[word.text.toLowerCase()];
  const near = translated ?? nearest(word.text, values);
  const what = word.text === '' ? `"${name}" has no value.` : `"${word.text}" is not a value of ${name}.`;
  const todo =
    near === undefined
      ? `Use ${listed(values)}.`
      : `Did you mean "${near}"? The values are ${listed(values, 'and')}.`;
  const { start, end } = word;
  return { start, end, what, todo, effect, ...(near === undefined ? {} : { replacement: near }) };
}

function isNameOfLists({ name }: OptionFacts): boolean {
  return name === 'acl' || name === 'contact_acl';
}

function firstFault(value: string, judge: (word: Word) => ValueFault | undefined): ValueFault | undefined {
  for (const word of splitWords(value)) {
    const fault = judge(trimmedWord(word));
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function trimmedWord(word: Word): Word {
  return { ...trimmed(word), text: word.text.trim() };
}

function trimmed({ text, start }: Word): { readonly start: number; readonly end: number } {
  const from = start + text.length - text.trimStart().length;
  return { start: from, end: from + text.trim().length };
}

function whole(value: string): { readonly start: number; readonly end: number } {
  return { start: 0, end: value.length };
}

function fatal(
  { start, end }: { readonly start: number; readonly end: number },
  what: string,
  todo: string,
  replacement?: string,
): ValueFault {
  return { start, end, what, todo, effect: 'fatal', ...(replacement === undefined ? {} : { replacement }) };
}

function listed(words: readonly string[], joint = 'or'): string {
  return words.length < 2
    ? words.join('')
    : `${words.slice(0, -1).join(', ')} ${joint} ${words.at(-1) ?? ''}`;
}
