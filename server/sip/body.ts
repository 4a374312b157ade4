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
 * The body that Content-Length declares, counted in bytes of UTF-8: the whole body if it declares none or more than
 * there is. `bodyLengths` shows whether the lengths agree.
 */
export function declaredBody(message: SipMessage): Piece {
  return bodyOfLength(message.body, contentLength(message));
}

/** The part of the text after the header with this many bytes of UTF-8. */
export function bodyOfLength(body: Piece, declared: number | undefined): Piece {
  return declared === undefined ? body : slicePiece(body, 0, offsetOfByte(body.text, declared));
}

/**
 * The length of the body in bytes, as written and with CR LF as every line ending. Editors and web pages turn CR LF
 * into LF, so a Content-Length that equals either is correct.
 */
export function bodyLengths(message: SipMessage): { asWritten: number; withCrLf: number } {
  const { text } = message.body;
  const bare = text.match(/\r(?!\n)|(?<!\r)\n/g)?.length ?? 0;
  const asWritten = utf8Length(text);
  return { asWritten, withCrLf: asWritten + bare };
}

/** The number of bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index++) bytes += bytesAt(text, index);
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

/** Bytes of the UTF-16 unit at `index`: a surrogate pair is four bytes, counted at its first half. */
function bytesAt(text: string, index: number): number {
  const code = text.charCodeAt(index);
  if (code < 0x80) return 1;
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
