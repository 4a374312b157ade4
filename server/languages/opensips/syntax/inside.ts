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
  const offsets = rawOffsets(body);
  const raw = (offset: number): number => offsets[offset] ?? body.length;
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
  const before = token.text.slice(0, offset);
  const breaks = before.split('\n');
  const last = breaks.at(-1) ?? '';
  return {
    line: token.line + breaks.length - 1,
    column: breaks.length === 1 ? token.start + offset : last.length,
  };
}

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
