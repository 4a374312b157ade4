import { isVocabulary } from './vocabulary.ts';
import { eachWord } from './words.ts';

/** Stand-ins of one kind, without end and without repetition. */
export interface StandInSequence {
  next(): string;
}

/**
 * The stand-ins of a kind of words in one of several orders. They are words of the same kind: a text of stand-ins is
 * parsed into the same kinds of words as the original. Addresses come from the blocks for documentation as long as
 * there are enough of them (RFC 5737, RFC 3849), domains end in `.example` (RFC 2606).
 *
 * @param family number of the order
 * @param count how many are needed
 */
export function standInSequence(kind: string, family: number, count: number): StandInSequence {
  const { make, size } = makerOf(kind, family, count);
  const used = new Set<string>();
  const offset = beginning(kind, family);
  let number = 0;
  return {
    next() {
      for (; number < size; ) {
        const made = make((number * STEP + offset) % size);
        number++;
        if (used.has(made) || isVocabulary(made) || readAs(made) !== kind) continue;
        used.add(made);
        return made;
      }
      // Reached only by a text that contains nearly every possible short word.
      number++;
      return `q${number.toString(36)}q`;
    },
  };
}

/** The kind that a stand-in has when the text is redacted again. */
function readAs(made: string): string {
  let kind = '';
  eachWord(made, word => {
    kind = kind === '' ? word.kind : 'several';
  });
  return kind;
}

interface Maker {
  /** How many different stand-ins there are. */
  readonly size: number;
  /** The stand-in of a number below `size`. */
  readonly make: (number: number) => string;
}

/** A prime, so that steps of this width reach every number before one repeats. */
const STEP = 39_916_801;
const MOST = 2 ** 26;

/** Where an order begins: different for every kind, so that words of different lengths do not look related. */
function beginning(kind: string, family: number): number {
  let sum = family + 1;
  for (let at = 0; at < kind.length; at++) sum = (sum * 31 + kind.charCodeAt(at)) % 15_485_863;
  return sum * 7;
}

function makerOf(kind: string, family: number, count: number): Maker {
  const parts = kind.split('-');
  const length = Number(parts.at(-1));
  switch (parts[0]) {
    case 'digits':
      return digits(length, count);
    case 'letters':
      return letters(length, count);
    case 'hex':
      return roomy(
        spelled(['abcdef', DIGITS, ...times(HEX, length - 2)]),
        spelled(times(HEX, length)),
        count,
      );
    case 'mixed':
      return roomy(
        // Has a letter that is not a hexadecimal digit, so that it is not read as hexadecimal.
        spelled(['ghjkmnpqrstvwxyz', DIGITS, ...times(SMALL, length - 2)]),
        spelled(times(SMALL, length)),
        count,
      );
    case 'exact':
      return spelled([
        'abcdefghkmnpqrstuvwxyz',
        'ABCDEFGHJKLMNPQRSTUVWXYZ',
        DIGITS,
        ...times(SMALL, length - 3),
      ]);
    case 'pairs':
      return pairs(parts[1] === '' ? '-' : ':', length, count);
    case 'uuid':
      return { size: MOST, make: number => `00000000-0000-4000-8000-${hex(number, 12)}` };
    case 'domain': {
      const ending = parts.length > 2 ? (parts[1] ?? 'example') : 'example';
      const names = letters(length, count);
      return { size: names.size, make: number => `${names.make(number)}.${ending}` };
    }
    default:
      return address(kind, family, count);
  }
}

/** The first form if it has room for that many words, otherwise the larger one. */
function roomy(usual: Maker, large: Maker, count: number): Maker {
  return count < 0.6 * usual.size ? usual : large;
}

const DIGITS = '0123456789';
const HEX = '0123456789abcdef';
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const SMALL = '0123456789abcdefghijklmnopqrstuvwxyz';
// None is a hexadecimal digit: after a percent sign, a word must not become an escape.
const CONSONANTS = 'gklmnprstvz';
const VOWELS = 'aeiou';

/** Numbers do not start with 0, unless the text contains nearly all numbers of that length. */
function digits(length: number, count: number): Maker {
  if (length <= 2 || count > 0.85 * 10 ** length) return spelled(times(DIGITS, length));
  return spelled(['123456789', ...times(DIGITS, length - 1)]);
}

/** Pronounceable words, so that people can talk about them. */
function letters(length: number, count: number): Maker {
  const spoken = syllables(length);
  return roomy(spoken, spelled(times(LETTERS, length)), count);
}

function syllables(length: number): Maker {
  return spelled(Array.from({ length }, (_nothing, index) => (index % 2 === 0 ? CONSONANTS : VOWELS)));
}

/** Words with a letter of each alphabet in its place; the first ones differ, long words then repeat a pattern. */
function spelled(alphabets: readonly string[]): Maker {
  let size = 1;
  let telling = 0;
  for (const alphabet of alphabets) {
    if (size * alphabet.length > MOST) break;
    size *= alphabet.length;
    telling++;
  }
  return {
    size,
    make: number => {
      let rest = number;
      let word = '';
      for (let index = 0; index < alphabets.length; index++) {
        const alphabet = alphabets[index] ?? DIGITS;
        if (index < telling) {
          word += alphabet.charAt(rest % alphabet.length);
          rest = Math.floor(rest / alphabet.length);
        } else word += alphabet.charAt((number + index * 7) % alphabet.length);
      }
      return word;
    },
  };
}

function pairs(separator: string, length: number, count: number): Maker {
  const written = (digits: string): string => (digits.match(/../g) ?? []).join(separator);
  // RFC 7042 section 2.1.2 reserves hardware addresses with this prefix for documentation; others are locally administered.
  if (length === 6 && count <= 200)
    return { size: 256, make: number => written(`00005e0053${hex(number, 2)}`) };
  return { size: MOST, make: number => written(`02${hex(number, 2 * length - 2)}`) };
}

function address(kind: string, family: number, count: number): Maker {
  switch (kind) {
    case 'address-private':
      return {
        size: 16 * 256 * 254,
        make: number =>
          `10.${16 * family + (Math.floor(number / 254 / 256) % 16)}.${Math.floor(number / 254) % 256}.${(number % 254) + 1}`,
      };
    case 'address-group':
      return { size: 254, make: number => `233.252.0.${number + 1}` };
    case 'address6':
      return {
        size: MOST,
        make: number => `2001:db8::${(number >>> 16).toString(16)}:${(number % 65_536 || 1).toString(16)}`,
      };
    case 'address6-private':
      return {
        size: MOST,
        make: number => `fd00::${(number >>> 16).toString(16)}:${(number % 65_536 || 1).toString(16)}`,
      };
    case 'address6-local':
      return {
        size: MOST,
        make: number => `fe80::${(number >>> 16).toString(16)}:${(number % 65_536 || 1).toString(16)}`,
      };
    default: {
      const net = ['203.0.113', '198.51.100', '192.0.2'][family % 3] ?? '192.0.2';
      if (count <= 200) return { size: 254, make: number => `${net}.${number + 1}` };
      // RFC 2544: reserved for measurements; even larger texts use the reserved block 240.0.0.0/4.
      if (count <= 100_000)
        return {
          size: 2 * 256 * 254,
          make: number =>
            `198.${18 + Math.floor(number / 254 / 256)}.${Math.floor(number / 254) % 256}.${(number % 254) + 1}`,
        };
      return {
        size: MOST - 254,
        make: number =>
          `24${family % 10}.${(number >>> 16) % 256}.${(number >>> 8) % 256}.${(number % 254) + 1}`,
      };
    }
  }
}

function hex(number: number, length: number): string {
  return number.toString(16).padStart(length, '0');
}

function times(alphabet: string, count: number): string[] {
  return Array.from({ length: Math.max(0, count) }, () => alphabet);
}
