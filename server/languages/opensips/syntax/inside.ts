import { type Span, stringBody, stringValue, type Token } from './token.ts';

/** A part of the text of a token as a span of its block; offsets count from the start of the token. */
export function spanInside(token: Token, offset: number, length: number): Span {
  const start = positionInside(token, offset);
  const end = positionInside(token, offset + length);
  return { line: start.line, start: start.column, endLine: end.line, end: end.column };
}

/** The value of a string, and for a part of the value its span in the text. */
export function readString(token: Token): {
  readonly value: string;
  spanOf(offset: number, length: number): Span;
} {
  const body = stringBody(token);
  const value = stringValue(token);
  if (value === body) return { value, spanOf: (offset, length) => spanInside(token, offset + 1, length) };
  let offsets: readonly number[] | undefined;
  const raw = (offset: number): number => {
    offsets ??= rawOffsets(body);
    return offsets[offset] ?? body.length;
  };
  return {
    value,
    spanOf: (offset, length) => {
      const from = raw(offset);
      return spanInside(token, from + 1, Math.max(1, raw(offset + length) - from));
    },
  };
}

function positionInside(token: Token, offset: number): { readonly line: number; readonly column: number } {
  if (token.line === token.endLine) return { line: token.line, column: token.start + offset };
  const starts = lineStarts(token);
  let line = 0;
  let high = starts.length - 1;
  while (line < high) {
    const middle = (line + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) line = middle;
    else high = middle - 1;
  }
  return {
    line: token.line + line,
    column: line === 0 ? token.start + offset : offset - (starts[line] ?? 0),
  };
}

/** Where each line of a long string begins in its text; a string may contain thousands of variables. */
function lineStarts(token: Token): readonly number[] {
  const known = knownStarts.get(token);
  if (known !== undefined) return known;
  const starts = [0];
  for (let at = token.text.indexOf('\n'); at >= 0; at = token.text.indexOf('\n', at + 1)) starts.push(at + 1);
  knownStarts.set(token, starts);
  return starts;
}

const knownStarts = new WeakMap<Token, readonly number[]>();

/** For each character of the value of a double-quoted string, its position in the text. */
function rawOffsets(body: string): number[] {
  const offsets: number[] = [];
  const escapeAt = /\\(?:[nrat"\\]|x[0-9a-fA-F]{1,2}|[0-7]{2,3}|\r?\n)/y;
  for (let at = 0; at < body.length; ) {
    escapeAt.lastIndex = at;
    const found = body[at] === '\\' ? escapeAt.exec(body)?.[0] : undefined;
    if (found === undefined) {
      offsets.push(at);
      at++;
    } else {
      if (!/^\\\r?\n$/.test(found)) offsets.push(at);
      at += found.length;
    }
  }
  offsets.push(body.length);
  return offsets;
}
