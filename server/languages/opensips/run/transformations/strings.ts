import { hmac } from '@noble/hashes/hmac.js';
import { md5, sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { textOfCodes } from '../../../../text/longLists.ts';
import type { Execution } from '../server.ts';
import { expand } from '../values/format.ts';
import { integerValue, leadingNumber, nullValue, textValue, type Value } from '../values/value.ts';
import type { TransformationArguments } from './arguments.ts';

/** The most characters that a script may request, so that no string grows without limit. */
const lengthLimit = 65_536;

/** `{s....}` like tr_eval_string; undefined after an error. */
export function stringTransformation(
  x: Execution,
  name: string,
  text: string,
  value: Value,
  args: TransformationArguments,
): Value | undefined {
  switch (name) {
    case 'len':
      return integerValue(text.length);
    case 'int':
      return value.number !== undefined
        ? { text: text, number: value.number, isInteger: true }
        : { ...integerValue(leadingNumber(text)), text };
    case 'substr':
      return substring(text, args.number(), args.number());
    case 'select':
      return select(text, args.number(), args.all[0]);
    case 'tolower':
      return textValue(text.replace(/[A-Z]/g, letter => letter.toLowerCase()));
    case 'toupper':
      return textValue(text.replace(/[a-z]/g, letter => letter.toUpperCase()));
    case 'index':
      return index(text, args.text(), args.hasMore ? args.number() : 0);
    case 'rindex':
      return lastIndex(text, args.text(), args.hasMore ? args.number() : text.length - 1);
    case 'fill.left':
    case 'fill.right':
      return filled(name, text, value, args);
    case 'width': {
      const width = args.number();
      if (width === undefined || width <= 0 || width > lengthLimit) return undefined;
      return textValue(text.slice(0, width).padEnd(width));
    }
    case 'trim':
      return textValue(text.replace(/^[ \t\r\n\0]+|[ \t\r\n\0]+$/g, ''));
    case 'trimr':
      return textValue(text.replace(/[ \t\r\n\0]+$/g, ''));
    case 'triml':
      return textValue(text.replace(/^[ \t\r\n\0]+/g, ''));
    case 'reverse':
      return textValue([...text].reverse().join(''));
    case 'eval':
      return textValue(expand(x, text));
    case 'xor': {
      const secret = args.text();
      return secret === undefined || secret === '' ? undefined : textValue(xored(text, secret));
    }
    case 'hex2dec':
      return /^(0x)?[0-9a-f]{1,8}$/i.test(text) ? integerValue(Number.parseInt(text, 16)) : undefined;
    case 'dec2hex':
      return /^-?\d+$/.test(text) ? textValue((leadingNumber(text) >>> 0).toString(16)) : undefined;
    case 'date2unix': {
      const seconds = Date.parse(text) / 1000;
      return Number.isNaN(seconds) ? undefined : textValue(String(seconds));
    }
    default:
      return codeTransformation(name, text, args);
  }
}

function filled(
  name: 'fill.left' | 'fill.right',
  text: string,
  value: Value,
  args: TransformationArguments,
): Value | undefined {
  const pad = args.text();
  const width = args.number();
  if (pad === undefined || width === undefined || pad === '' || width > lengthLimit) return undefined;
  if (width < text.length) return value;
  return textValue(name === 'fill.left' ? text.padStart(width, pad) : text.padEnd(width, pad));
}

function codeTransformation(name: string, text: string, args: TransformationArguments): Value | undefined {
  const bytes = utf8ToBytes(text);
  const hash = { md5, sha1, sha224, sha256, sha384, sha512 }[name];
  if (hash !== undefined) return textValue(bytesToHex(hash(bytes)));
  const keyed = {
    sha1_hmac: sha1,
    sha224_hmac: sha224,
    sha256_hmac: sha256,
    sha384_hmac: sha384,
    sha512_hmac: sha512,
  }[name];
  if (keyed !== undefined) {
    const key = args.text();
    return key === undefined || key === ''
      ? undefined
      : textValue(bytesToHex(hmac(keyed, utf8ToBytes(key), bytes)));
  }
  switch (name) {
    case 'encode.hexa':
      return textValue(bytesToHex(bytes));
    case 'decode.hexa':
      return /^([0-9a-f]{2})*[0-9a-f]?$/i.test(text)
        ? textValue(
            (text.match(/../g) ?? []).map(pair => String.fromCharCode(Number.parseInt(pair, 16))).join(''),
          )
        : undefined;
    case 'escape.common':
      return textValue(
        text.replace(/['"\\\0]/g, character => (character === '\0' ? '\\0' : `\\${character}`)),
      );
    case 'unescape.common':
      return textValue(text.replace(/\\(['"\\0])/g, (_, letter: string) => (letter === '0' ? '\0' : letter)));
    case 'escape.user':
      return textValue(escaped(text, /[A-Za-z0-9\-_.!~*'()&=+$,;?/]/));
    case 'escape.param':
      return textValue(escaped(text, /[A-Za-z0-9\-_.!~*'()[\]/:&+$]/));
    case 'unescape.user':
    case 'unescape.param':
      if (/%(?![0-9a-f]{2})/i.test(text)) return undefined;
      return textValue(
        text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
      );
    case 'b64encode':
      return textValue(btoa(textOfCodes(bytes)));
    case 'b64decode':
      return textValue(decoded(text));
    case 'crc32':
      return textValue(String(crc32(bytes)).padEnd(10, '\0').slice(0, 10).replace(/\0+$/, ''));
    default:
      return nullValue;
  }
}

function substring(text: string, start: number | undefined, length: number | undefined): Value | undefined {
  if (start === undefined || length === undefined) return undefined;
  const from = start < 0 ? text.length + start : start;
  if (from < 0 || from >= text.length) return undefined;
  const count = length < 1 ? text.length + length - from : length;
  return textValue(text.slice(from, Math.max(from, from + count)));
}

function select(text: string, at: number | undefined, separator: string | undefined): Value | undefined {
  if (at === undefined || separator === undefined) return undefined;
  const parts = text.split(separator);
  const found = parts.at(at);
  return found === undefined ? nullValue : textValue(found);
}

function index(text: string, needle: string | undefined, start: number | undefined): Value | undefined {
  if (needle === undefined || start === undefined) return undefined;
  const from = wrapped(text, start);
  const found = from >= text.length ? -1 : text.indexOf(needle, from);
  return found < 0 ? nullValue : integerValue(found);
}

function lastIndex(text: string, needle: string | undefined, start: number | undefined): Value | undefined {
  if (needle === undefined || start === undefined) return undefined;
  const found = text.lastIndexOf(needle, wrapped(text, start));
  return found < 0 ? nullValue : integerValue(found);
}

/** A negative start counts from the end, and wraps around repeatedly. */
function wrapped(text: string, start: number): number {
  if (start >= 0) return start;
  if (text.length === 0) return 0;
  const remainder = -start % text.length;
  return remainder > 0 ? text.length - remainder : 0;
}

function xored(text: string, secret: string): string {
  return [...text]
    .map((letter, at) => String.fromCharCode(letter.charCodeAt(0) ^ secret.charCodeAt(at % secret.length)))
    .join('');
}

function escaped(text: string, kept: RegExp): string {
  return [...text]
    .map(letter => (kept.test(letter) ? letter : `%${letter.charCodeAt(0).toString(16).padStart(2, '0')}`))
    .join('');
}

function decoded(text: string): string {
  try {
    return atob(text);
  } catch {
    return '';
  }
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  // The server leaves out the inversion at the end.
  return crc >>> 0;
}
