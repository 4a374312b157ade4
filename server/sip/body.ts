import { firstHeader, type SipMessage } from './message.ts';
import { type Piece, slicePiece } from './piece.ts';

/** The number in Content-Length; undefined when absent or not a number. */
export function contentLength(message: SipMessage): number | undefined {
  return lengthIn(firstHeader(message, 'Content-Length')?.value.text);
}

/** The number in a value of Content-Length. */
export function lengthIn(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}

/**
 * The body that Content-Length declares, counted as `byteCounterOf` does: the whole body if it declares none or more than
 * there is. `bodyLengths` shows whether the lengths agree.
 */
export function declaredBody(message: SipMessage): Piece {
  return bodyOfLength(message.body, contentLength(message));
}

/** The same of the text after the header, for a declared length. */
export function bodyOfLength(body: Piece, declared: number | undefined): Piece {
  if (declared === undefined) return body;
  const { text } = body;
  if (!/[\u0080-\uffff]/.test(text)) return slicePiece(body, 0, Math.min(declared, text.length));
  return slicePiece(body, 0, hasByteForEach(text, declared) ? declared : offsetOfByte(text, declared));
}

/**
 * The length of the body in bytes, as written and with CR LF as every line ending. Editors and web pages turn CR LF
 * into LF, so a Content-Length that equals either is correct.
 */
export function bodyLengths(message: SipMessage): { asWritten: number; withCrLf: number } {
  const { text } = message.body;
  if (text === '') return { asWritten: 0, withCrLf: 0 };
  const bare = text.match(/\r(?!\n)|(?<!\r)\n/g)?.length ?? 0;
  const asWritten = byteCounterOf(message)(text);
  return { asWritten, withCrLf: asWritten + bare };
}

/**
 * Counts the bytes of parts of a body. A capture that is not UTF-8, for example with a body of ISUP, is read as one character for
 * each byte: then Content-Length fits the number of characters.
 */
export function byteCounterOf(message: SipMessage): (text: string) => number {
  return hasByteForEach(message.body.text, contentLength(message)) ? oneForEach : utf8Length;
}

function oneForEach(text: string): number {
  return text.length;
}

/** The empty lines that a trace has below a body are not counted. */
function hasByteForEach(text: string, declared: number | undefined): boolean {
  if (
    declared === undefined ||
    declared > text.length ||
    !/[\u0080-\u00ff]/.test(text) ||
    /[\u0100-\uffff]/.test(text)
  )
    return false;
  return /^[\r\n]*$/.test(text.slice(declared)) && declared !== utf8Length(text);
}

/** The number of bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++)
    if (text.charCodeAt(index) >= 0x80) bytes += bytesAt(text, index) - 1;
  return bytes;
}

/** The offset, in UTF-16 units, of the byte number `count`; the length of the text when it has fewer bytes. */
export function offsetOfByte(text: string, count: number): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index++) {
    const width = bytesAt(text, index);
    // A surrogate pair is not split: its second half has no bytes.
    if (bytes >= count && width > 0) return index;
    bytes += width;
  }
  return text.length;
}

/**
 * Bytes of the UTF-16 unit at `index`: a surrogate pair is four bytes, counted at its first half. The replacement character was one
 * byte that is not UTF-8 when the file was read.
 */
function bytesAt(text: string, index: number): number {
  const code = text.charCodeAt(index);
  if (code < 0x80 || code === 0xfffd) return 1;
  if (code < 0x800) return 2;
  if (isHighSurrogate(code) && isLowSurrogate(text.charCodeAt(index + 1))) return 4;
  if (isLowSurrogate(code) && index > 0 && isHighSurrogate(text.charCodeAt(index - 1))) return 0;
  return 3;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code < 0xdc00;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code < 0xe000;
}
