import { headerFacts } from './headers.ts';
import { type Piece, wholePiece } from './piece.ts';

/**
 * Visits the lines of a message down to its empty line, without parsing the message: first the start line, with -1 for
 * its colon, then each header line, with the place of its colon or -1. `end` is where the line ends without its line
 * ending. Returns the offset of the body; -1 for a message with folded lines, leading empty lines, or lines that end in
 * only CR, which must be parsed in full (`parseMessage`).
 */
export function eachLine(text: string, line: (start: number, colon: number, end: number) => void): number {
  const first = text.charCodeAt(0);
  if (first === LF || first === CR) return -1;
  // The positions of the next CR and the next colon: each is searched once, however many lines have none.
  let cr = text.indexOf('\r');
  let colon = -1;
  for (let start = 0; start < text.length; ) {
    const lf = text.indexOf('\n', start);
    const next = lf < 0 ? text.length : lf + 1;
    let end = lf < 0 ? text.length : lf;
    if (end > start && text.charCodeAt(end - 1) === CR) end--;
    if (cr >= 0 && cr < start) cr = text.indexOf('\r', start);
    if (cr >= 0 && cr < end) return -1;
    if (start === 0) line(start, -1, end);
    else if (end === start) return next;
    else if (isBlank(text.charCodeAt(start))) return -1;
    else {
      if (colon < start) {
        const found = text.indexOf(':', start);
        colon = found < 0 ? text.length : found;
      }
      line(start, colon > start && colon < end ? colon : -1, end);
    }
    start = next;
  }
  return text.length;
}

/** The values of header fields as written in the text of a message, and its body. */
export interface PlainParts {
  /** By the usual spelling of the name; of several fields the first one. */
  readonly values: ReadonlyMap<string, string>;
  readonly body: Piece;
}

/** The first value of each of these header fields, and the body. Undefined for a message that must be parsed in full. */
export function plainParts(text: string, names: ReadonlySet<string>): PlainParts | undefined {
  const values = new Map<string, string>();
  const body = eachLine(text, (start, colon, end) => {
    if (colon < 0) return;
    const name = headerFacts(trimmed(text, start, colon))?.name;
    if (name !== undefined && names.has(name) && !values.has(name))
      values.set(name, trimmed(text, colon + 1, end));
  });
  return body < 0 ? undefined : { values, body: wholePiece(text.slice(body), body) };
}

/** A header field: its usual name, or an unknown one as written, and its value on one line. */
export interface PlainField {
  readonly name: string;
  readonly value: string;
}

/** All header fields in order. Undefined for a message that must be parsed in full. */
export function plainFields(text: string): PlainField[] | undefined {
  const fields: PlainField[] = [];
  const body = eachLine(text, (start, colon, end) => {
    const written = colon < 0 ? '' : trimmed(text, start, colon);
    if (written === '' || /\s/.test(written)) return;
    fields.push({ name: headerFacts(written)?.name ?? written, value: trimmed(text, colon + 1, end) });
  });
  return body < 0 ? undefined : fields;
}

/** A part of a line without the spaces and tabs around it. */
export function trimmed(text: string, from: number, to: number): string {
  let start = from;
  let end = to;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

export function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

const LF = 10;
const CR = 13;
