/**
 * A part of a text. `text` is the part between the offsets `start` (inclusive) and `end` (exclusive) of the whole
 * text, in UTF-16 units, so that an editor can underline it.
 */
export interface Piece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What is wrong with a part of a text: a stable code, and a sentence for people. */
export interface SyntaxProblem {
  readonly code: string;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** Name of the header field that is missing. */
  readonly header?: string;
}

/** The whole of `text` as a piece; `offset` is where it begins in the document. */
export function wholePiece(text: string, offset = 0): Piece {
  return { text, start: offset, end: offset + text.length };
}

/** The part of `piece` between two offsets relative to it. */
export function slicePiece(piece: Piece, from: number, to = piece.text.length): Piece {
  const end = Math.max(from, to);
  return { text: piece.text.slice(from, end), start: piece.start + from, end: piece.start + end };
}

/** The piece, or its part between two offsets, without white space (including line folds) at both ends. */
export function trimPiece(piece: Piece, start = 0, end = piece.text.length): Piece {
  let from = start;
  let to = end;
  while (from < to && isWhite(piece.text.charCodeAt(from))) from++;
  while (to > from && isWhite(piece.text.charCodeAt(to - 1))) to--;
  return from === 0 && to === piece.text.length ? piece : slicePiece(piece, from, to);
}

/** The text with every line fold (RFC 3261 section 7.3.1) and the white space around it made one space. */
export function unfold(text: string): string {
  return /[\r\n]/.test(text)
    ? text
        .split(/\r\n|\r|\n/)
        .map((line, index) => (index === 0 ? line.trimEnd() : line.trim()))
        .join(' ')
        .trim()
    : text;
}

/**
 * Splits at every `separator` outside quoted strings and outside `<...>`; the parts are trimmed and may be
 * empty. An unclosed quote or angle bracket reaches to the end.
 */
export function splitPiece(piece: Piece, separator: ',' | ';'): Piece[] {
  const { text } = piece;
  const between = separator.charCodeAt(0);
  const parts: Piece[] = [];
  let start = 0;
  let position = 0;
  while (position < text.length) {
    const code = text.charCodeAt(position);
    if (code === QUOTE) position = afterQuoted(text, position);
    else if (code === OPENING_BRACKET) position = afterAngleBracket(text, position);
    else if (code === between) {
      parts.push(trimPiece(piece, start, position));
      position++;
      start = position;
    } else position++;
  }
  parts.push(trimPiece(piece, start));
  return parts;
}

/**
 * The offset after the quoted string that starts at `open` (a double quote); the length of the text if it is not
 * closed. A backslash escapes the next character (RFC 3261 section 25.1, quoted-pair).
 */
export function afterQuoted(text: string, open: number): number {
  for (let position = open + 1; position < text.length; position++) {
    const code = text.charCodeAt(position);
    if (code === BACKSLASH) position++;
    else if (code === QUOTE) return position + 1;
  }
  return text.length;
}

const QUOTE = 34;
const OPENING_BRACKET = 60;
const BACKSLASH = 92;

/** True when `text` begins with a double quote and that quote is closed by the last character. */
export function isQuoted(text: string): boolean {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return false;
  return afterQuoted(text, 0) === text.length && lastQuoteCloses(text);
}

/** The meaning of a quoted string: without its quotes, with `\x` made `x`. Other text is returned as it is. */
export function unquote(text: string): string {
  if (!isQuoted(text)) return text;
  const inner = text.slice(1, -1);
  return inner.includes('\\') ? inner.replace(/\\([\s\S])/g, '$1') : inner;
}

/** The text between the quotes of a quoted string, backslashes kept, as digest hashes it. */
export function quotedWireText(text: string): string {
  return isQuoted(text) ? text.slice(1, -1) : text;
}

/** True for space, tab, CR and LF: the characters of LWS and line folds. */
export function isWhite(code: number): boolean {
  return code === 32 || code === 9 || code === 13 || code === 10;
}

/** True when the text is a token of RFC 3261 section 25.1. */
export function isToken(text: string): boolean {
  return /^[A-Za-z0-9\-.!%*_+`'~]+$/.test(text);
}

function afterAngleBracket(text: string, open: number): number {
  const end = text.indexOf('>', open + 1);
  return end < 0 ? text.length : end + 1;
}

/** The last quote of a text such as `"abc\"` is escaped and does not close the string. */
function lastQuoteCloses(text: string): boolean {
  let backslashes = 0;
  for (let position = text.length - 2; position > 0 && text[position] === '\\'; position--) backslashes++;
  return backslashes % 2 === 0;
}
