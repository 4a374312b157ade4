import ipaddr from 'ipaddr.js';
import { parseAddress } from '../../../../sip/ipAddress.ts';
import { isPrivateAddress } from '../../../../sip/sdp.ts';

/** A part of a text that may identify someone, and its kind. */
export interface Word {
  readonly start: number;
  readonly end: number;
  /** Words of one kind get stand-ins of that kind, which are recognized as the same kind again: `digits-4`, `domain-7`. */
  readonly kind: string;
  /** Equal for all spellings that mean the same: lowercase where case does not matter. */
  readonly key: string;
}

/**
 * Visits every word of a text, in order: addresses, hardware addresses, UUIDs, domain names, and runs of letters and digits.
 * Everything between words is punctuation. The kind of a word depends only on its characters, so that the same word gets
 * the same stand-in everywhere. Takes time linear in the length.
 */
export function eachWord(text: string, visit: (word: Word) => void): void {
  // The character before: an address or a name is read only from its beginning.
  let before = '';
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (!mayBeginWord(code)) {
      before = text.charAt(at);
      at++;
      continue;
    }
    if (code === PERCENT && matchAt(PUNCTUATION, text, at) !== undefined) {
      before = '%';
      at += 3;
      continue;
    }
    const next =
      (/[A-Za-z0-9:._-]/.test(before) ? undefined : particular(text, at, visit)) ??
      (CONTINUES_NAME.test(before) ? undefined : dotted(text, at, visit)) ??
      plain(text, at, visit);
    before = text.charAt(next === undefined ? at : next - 1);
    at = next ?? at + 1;
  }
}

/** False for punctuation and spaces that only separate words. */
function mayBeginWord(code: number): boolean {
  return (
    isWordCode(code) ||
    code === COLON ||
    code === UNDERSCORE ||
    code === HYPHEN ||
    code === PERCENT ||
    code === BACKSLASH
  );
}

const PERCENT = 37;
const HYPHEN = 45;
const COLON = 58;
const BACKSLASH = 92;
const UNDERSCORE = 95;

/**
 * The characters beyond ASCII that are parts of words: all except spaces and the replacement character. Control characters are
 * among them, since bytes that were read as one character each leave some, and marks of the writing direction.
 */
export const BEYOND_ASCII = String.raw`\u0080-\u009f\u00a1-\u1fff\u200b-\u202e\u2030-\u2fff\u3001-\ufefe\uff00-\ufffc`;

const CONTINUES_NAME = new RegExp(`[\\w.${BEYOND_ASCII}-]`);

/** Letters, digits, and most characters beyond ASCII. */
function isWordCode(code: number): boolean {
  if (code < 0x80)
    return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90);
  return !isSpaceCode(code) && code < 0xfffd;
}

function isSpaceCode(code: number): boolean {
  return (
    code === 0xa0 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x202f ||
    code === 0x3000 ||
    code === 0xfeff
  );
}

const PAIRS = /[0-9A-Fa-f]{2}([:-])[0-9A-Fa-f]{2}(?:\1[0-9A-Fa-f]{2}){4,}(?![0-9A-Za-z])/y;
const UUID = /[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}(?![0-9A-Za-z])/y;
const COLONS = /[0-9A-Fa-f:.]+/y;
const LONGEST_ADDRESS = 64;

/** A word that begins at a place outside a longer run, and has more than letters and digits. */
function particular(text: string, at: number, visit: (word: Word) => void): number | undefined {
  if (!/[0-9A-Fa-f:]/.test(text.charAt(at))) return undefined;
  const pairs = matchAt(PAIRS, text, at);
  if (pairs !== undefined) {
    const key = pairs.toLowerCase();
    visit({ start: at, end: at + pairs.length, kind: `pairs-${pairs[2]}-${(pairs.length + 1) / 3}`, key });
    return at + pairs.length;
  }
  const uuid = matchAt(UUID, text, at);
  if (uuid !== undefined) {
    visit({ start: at, end: at + uuid.length, kind: 'uuid', key: uuid.toLowerCase() });
    return at + uuid.length;
  }
  const run = addressRun(text, at);
  if (run.length > LONGEST_ADDRESS || run.indexOf(':') === run.lastIndexOf(':')) return undefined;
  // A log may write the port after an address without brackets.
  const bare = parseAddress(run) === undefined ? run.replace(/:\d{1,5}$/, '') : run;
  const address = parseAddress(bare);
  if (address === undefined || address.kind() !== 'ipv6') return undefined;
  const key = address.toNormalizedString();
  if (!KEPT_ADDRESSES.has(key)) visit({ start: at, end: at + bare.length, kind: address6Kind(address), key });
  return at + bare.length;
}

/** Digits and colons that may be an address. The last of them may begin a word, which is behind the address. */
function addressRun(text: string, at: number): string {
  const run = matchAt(COLONS, text, at) ?? '';
  const isWord = isWordCode(text.charCodeAt(at + run.length));
  return (isWord ? run.slice(0, Math.max(0, run.lastIndexOf(':'))) : run).replace(/[:.]$/, '');
}

function address6Kind(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  const range = address.range();
  if (range === 'linkLocal') return 'address6-local';
  return isPrivateAddress(address.toString()) ? 'address6-private' : 'address6';
}

const KEPT_ADDRESSES: ReadonlySet<string> = new Set([
  ...['::', '::1'].map(text => ipaddr.IPv6.parse(text).toNormalizedString()),
  '0.0.0.0',
  '127.0.0.1',
  '255.255.255.255',
]);

/** An escape of a punctuation character separates words as punctuation does; other escapes are parts of words. */
const PUNCTUATION = /%(?:2[1-9A-Fa-f]|3[A-Fa-f]|40|5[B-Fb-f]|60|7[B-Eb-e])/y;
/** JSON may write characters that are not ASCII as escapes. */
const UNICODE_ESCAPE = String.raw`\\u(?!00[0-7])[0-9A-Fa-f]{4}`;
const PART = `[A-Za-z0-9_-]|[${BEYOND_ASCII}]|${UNICODE_ESCAPE}|%(?!2[1-9A-Fa-f]|3[A-Fa-f]|40|5[B-Fb-f]|60|7[B-Eb-e])[0-9A-Fa-f]{2}`;
const DOTTED = new RegExp(String.raw`(?:${PART})+(?:\.(?:${PART})+)+`, 'y');
const QUAD = /(?<![0-9A-Za-z]|[0-9]\.)\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![0-9A-Za-z])/g;

/** Addresses and domain names, and the text around them in one run. */
function dotted(text: string, at: number, visit: (word: Word) => void): number | undefined {
  const run = matchAt(DOTTED, text, at);
  if (run === undefined) return undefined;
  let from = 0;
  for (const found of run.matchAll(QUAD)) {
    if (found[0].split('.').some(part => Number(part) > 255)) continue;
    named(run.slice(from, found.index), at + from, visit);
    if (!KEPT_ADDRESSES.has(found[0])) {
      const start = at + found.index;
      visit({ start, end: start + found[0].length, kind: address4Kind(found[0]), key: found[0] });
    }
    from = found.index + found[0].length;
  }
  named(run.slice(from), at + from, visit);
  return at + run.length;
}

function address4Kind(address: string): string {
  if (isPrivateAddress(address)) return 'address-private';
  const [first] = address.split('.', 1);
  return Number(first) >= 224 && Number(first) < 240 ? 'address-group' : 'address';
}

/** A run of labels: a domain name if it ends like one, otherwise its words. */
function named(text: string, offset: number, visit: (word: Word) => void): void {
  const last = text.lastIndexOf('.');
  const tail = text.slice(last + 1);
  const before = text.lastIndexOf('.', last - 1);
  const label = text.slice(before + 1, last);
  const isDomain = last > 0 && label !== '' && isTopLevel(tail) && !COOKIE.test(text);
  words(isDomain ? text.slice(0, before + 1) : text, offset, visit);
  if (!isDomain) return;
  const key = `${label}.${tail}`.toLowerCase();
  if (key === 'anonymous.invalid') return;
  const length = Math.min(Math.max(label.length, 4), 12);
  const ending = KEPT_ENDINGS.has(tail.toLowerCase()) ? `-${tail.toLowerCase()}` : '';
  visit({
    start: offset + before + 1,
    end: offset + text.length,
    kind: `domain${ending}-${length}`,
    key,
  });
}

/** Endings with a special meaning: multicast DNS (RFC 6762), and no host at all (RFC 2606). */
const KEPT_ENDINGS: ReadonlySet<string> = new Set(['local', 'invalid']);

/** With letters beyond ASCII, a label is one whatever else it contains: its stand-in has only letters. */
function isTopLevel(label: string): boolean {
  return /^(?:[A-Za-z]{2,24}|xn--[A-Za-z0-9-]{2,58}|[A-Za-z0-9]*[^A-Za-z0-9_-][^_-]*)$/i.test(label);
}

/** RFC 3261 section 8.1.1.7: starts every branch, and means that the rest identifies the transaction. */
const COOKIE = /^z9hG4bK/;
const PLAIN = new RegExp(`(?:(?![_-])(?:${PART}))+`, 'y');

function words(text: string, offset: number, visit: (word: Word) => void): void {
  let at = 0;
  while (at < text.length) at = plain(text, at, word => visit(moved(word, offset))) ?? at + 1;
}

function moved(word: Word, offset: number): Word {
  return { ...word, start: word.start + offset, end: word.end + offset };
}

/** A run of letters and digits, with the percent escapes in it. */
function plain(text: string, at: number, visit: (word: Word) => void): number | undefined {
  const whole = matchAt(PLAIN, text, at);
  if (whole === undefined) return undefined;
  const start = at + (COOKIE.exec(whole)?.[0].length ?? 0);
  const end = at + whole.length;
  const word = text.slice(start, end);
  if (word !== '' && !KEPT_NAMES.has(word.toLowerCase())) visit({ start, end, ...kindOf(word) });
  return end;
}

/** RFC 3323 and RFC 2606: names that identify nobody. */
const KEPT_NAMES: ReadonlySet<string> = new Set(['anonymous', 'localhost', 'invalid']);

/** A longer word with mixed case is not a name, but base64 or an identifier, in which case matters. */
const LONGEST_NAME = 11;
const SHORTEST_HEX = 3;

function kindOf(word: string): { readonly kind: string; readonly key: string } {
  const { length } = word;
  if (/^\d+$/.test(word)) return { kind: `digits-${length}`, key: word };
  // Percent escapes and non-ASCII letters: their stand-ins are plain.
  if (!/^[A-Za-z0-9]+$/.test(word))
    return { kind: `letters-${Math.max(6, length)}`, key: word.toLowerCase() };
  const key = word.toLowerCase();
  const isOneCase = word === key || word === word.toUpperCase();
  const isSimple = isOneCase || word === capitalized(key);
  if (/^[A-Za-z]+$/.test(word) && (isSimple || length <= LONGEST_NAME))
    return { kind: `letters-${length}`, key };
  if (length >= SHORTEST_HEX && isOneCase && /^[0-9a-f]+$/.test(key)) return { kind: `hex-${length}`, key };
  return isSimple ? { kind: `mixed-${length}`, key } : { kind: `exact-${Math.max(3, length)}`, key: word };
}

/** A part of a text that is replaced whole, whatever is in it. Its stand-in is a plain word. */
export function unreadWord(start: number, text: string): Word {
  return { start, end: start + text.length, kind: `exact-${Math.max(3, text.length)}`, key: text };
}

export function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
