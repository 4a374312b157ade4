import type { ItemFacts, ItemType, Version } from './facts.ts';
import { isSince } from './facts.ts';

/** How the server reads a value; `problem` says why it refuses the value, in words that follow "The value". */
export type ValueReading =
  | { readonly ok: true; readonly number?: number; readonly list?: readonly string[]; readonly rest?: string }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads a value by its type (`ConfigBoolean::parse` and similar functions in configmanager.cc). Expressions are read
 * elsewhere.
 */
export function readValue(type: ItemType, value: string, version: Version): ValueReading {
  switch (type) {
    case 'Boolean':
      return readBoolean(value);
    case 'Integer':
      return isSince(version, '2.5.0-alpha') ? readInteger(value) : readLaxInteger(value);
    case 'IntegerRange':
      return readRange(value, isSince(version, '2.4.0') ? readInteger : readLaxInteger);
    case 'ByteSize':
      return readByteSize(value);
    case 'DurationMS':
    case 'DurationS':
    case 'DurationMIN':
      return readDuration(type, value);
    case 'StringList':
      return { ok: true, list: words(value, version).map(word => word.text) };
    case 'String':
    case 'BooleanExpr':
      return { ok: true };
  }
}

/** `true` and `1`; undefined for anything that is not a Boolean for the server. */
export function booleanOf(value: string): boolean | undefined {
  if (value === 'true' || value === '1') return true;
  if (value === 'false' || value === '0') return false;
  return undefined;
}

/** A value without the carriage return that a file with CR LF line endings leaves in it. */
export function withoutCarriageReturn(value: string): string {
  return value.endsWith('\r') ? value.slice(0, -1) : value;
}

export interface Word {
  readonly text: string;
  /** Offset in the value. */
  readonly start: number;
}

/** The words of a list: a comma separates them up to 2.6.0-alpha, a tab never does (`ConfigStringList::parse`). */
export function words(value: string, version: Version): Word[] {
  const separator = commaSeparates(version) ? /[^ \n,]+/g : /[^ \n]+/g;
  return [...value.matchAll(separator)].map(match => ({ text: match[0], start: match.index }));
}

export function commaSeparates(version: Version): boolean {
  return !isSince(version, '2.6.0-beta');
}

/** The unit of a duration that is written without one, in milliseconds, for an item of this type. */
export const unitMilliseconds: Readonly<Partial<Record<ItemType, number>>> = {
  DurationMS: 1,
  DurationS: 1000,
  DurationMIN: 60_000,
};

/** Units of a duration, in milliseconds; `m` is a month. */
export const durationUnits: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  m: 2_629_746_000,
  y: 31_556_952_000,
};

/** The unit of an item whose value has none, if known: durations of old releases are plain integers. */
export function unitOf(item: ItemFacts): 'ms' | 's' | 'min' | undefined {
  if (item.type === 'DurationMS') return 'ms';
  if (item.type === 'DurationS') return 's';
  if (item.type === 'DurationMIN') return 'min';
  return undefined;
}

function readBoolean(value: string): ValueReading {
  if (booleanOf(value) !== undefined) return { ok: true };
  return { ok: false, problem: 'is not a Boolean: the server accepts only `true`, `false`, `1` and `0`' };
}

const INTEGER = /^[ \t\n\v\f\r]*([+-]?\d+)/;

/** C++ `stoi`: spaces, a sign, digits; the rest is ignored. */
export function readInteger(value: string): ValueReading {
  const match = INTEGER.exec(value);
  if (match === null) return { ok: false, problem: 'does not start with a number' };
  const number = Number(match[1]);
  if (number > 2147483647 || number < -2147483648) {
    return { ok: false, problem: 'does not fit in a 32-bit number' };
  }
  const rest = value.slice(match[0].length);
  return rest === '' ? { ok: true, number } : { ok: true, number, rest };
}

/**
 * `atoi` of C, in earlier releases: it never fails. Text without digits is 0, and a long number is cut to its lower
 * bits.
 */
function readLaxInteger(value: string): ValueReading {
  const read = readInteger(value);
  if (read.ok) return read;
  const digits = INTEGER.exec(value)?.[1];
  if (digits === undefined) return { ok: true, number: 0, rest: value };
  return { ok: true, number: Number(BigInt.asIntN(32, BigInt(digits))) };
}

function readRange(value: string, readNumber: (text: string) => ValueReading): ValueReading {
  const dash = value.indexOf('-');
  const parts = dash < 0 ? [value] : [value.slice(0, dash), value.slice(dash + 1)];
  const numbers: number[] = [];
  let rest = '';
  for (const part of parts) {
    const read = readNumber(part);
    if (!read.ok) return { ok: false, problem: 'is neither a number nor a range such as `10000-20000`' };
    numbers.push(read.number ?? 0);
    rest = read.rest ?? '';
  }
  const [min = 0, max = min] = numbers;
  if (min > max) return { ok: true, number: min, rest: 'reversed' };
  return rest === '' ? { ok: true, number: min } : { ok: true, number: min, rest };
}

function readByteSize(value: string): ValueReading {
  const match = INTEGER.exec(value);
  if (match === null) return { ok: false, problem: 'is not a size such as `100M`' };
  const factor = value.includes('K') ? 1e3 : value.includes('M') ? 1e6 : value.includes('G') ? 1e9 : 1;
  const rest = value.slice(match[0].length).replace(/^[KMG]$/, '');
  const number = Number(match[1]) * factor;
  return rest === '' ? { ok: true, number } : { ok: true, number, rest };
}

function readDuration(type: ItemType, value: string): ValueReading {
  const match = /^(\d+)(ms|s|min|h|d|m|y)?$/.exec(value);
  if (match === null) {
    return {
      ok: false,
      problem:
        'is not a duration: write digits, followed directly by one of `ms s min h d m y` or by no unit',
    };
  }
  const unit = match[2];
  if (unit === 'ms' && type !== 'DurationMS') {
    return {
      ok: false,
      problem: `has a unit that is smaller than that of the item, ${type === 'DurationS' ? 'seconds' : 'minutes'}`,
    };
  }
  if (unit === 's' && type === 'DurationMIN') {
    return { ok: false, problem: 'has a unit that is smaller than that of the item, minutes' };
  }
  const factor = unit === undefined ? (unitMilliseconds[type] ?? 1) : (durationUnits[unit] ?? 1);
  return { ok: true, number: Number(match[1]) * factor };
}
