/** A range of the value of a line, and what the server keeps of it. Offsets are UTF-16 units in the value. */
export interface LinePart {
  /** Without surrounding double quotes and spaces. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

export interface LineProblem {
  readonly code:
    | 'not-understood'
    | 'transport-unknown'
    | 'port-bad'
    | 'domain-port-bad'
    | 'expiry-bad'
    | 'too-long';
  readonly start: number;
  readonly end: number;
}

/** The server's copy of a value: it splits by writing NUL into it, so one split may affect the text after it. */
export interface ServerBuffer {
  readonly codes: number[];
  readonly text: string;
  /** How many UTF-16 units of the value fit into the buffer. */
  readonly limit: number;
}

export const NUL = 0;
const BUFFER_BYTES = 255;

export function bufferOf(value: string): ServerBuffer {
  const codes: number[] = [];
  let bytes = 0;
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    const isSurrogate = code >= 0xd800 && code <= 0xdfff;
    bytes += code < 0x80 ? 1 : code < 0x800 || isSurrogate ? 2 : 3;
    if (bytes > BUFFER_BYTES) return { codes, text: value, limit: index };
    codes.push(code);
  }
  return { codes, text: value, limit: value.length };
}

function codeAt(buffer: ServerBuffer, index: number): number {
  return buffer.codes[index] ?? NUL;
}

export function endOf(buffer: ServerBuffer, start: number): number {
  let end = start;
  while (codeAt(buffer, end) !== NUL) end++;
  return end;
}

export function isEmpty(buffer: ServerBuffer, start: number | undefined): boolean {
  return start === undefined || codeAt(buffer, start) === NUL;
}

export function lastIndexOf(buffer: ServerBuffer, character: string): number | undefined {
  const end = endOf(buffer, 0);
  const index = buffer.text.slice(0, end).lastIndexOf(character);
  return index < 0 ? undefined : index;
}

/** __ast_app_separate_args without removing characters. */
export function separate(
  buffer: ServerBuffer,
  start: number | undefined,
  delimiter: string,
  limit: number,
): (number | undefined)[] {
  const pieces: (number | undefined)[] = [];
  if (start === undefined) return pieces;
  const delimiterCode = delimiter.charCodeAt(0);
  let parentheses = 0;
  let brackets = 0;
  let isQuoted = false;
  let delimited = -1;
  let scan = start;
  while (codeAt(buffer, scan) !== NUL && pieces.length < limit - 1) {
    pieces.push(scan);
    for (; codeAt(buffer, scan) !== NUL; scan++) {
      const code = codeAt(buffer, scan);
      if (code === 40) parentheses++;
      else if (code === 41) parentheses = Math.max(0, parentheses - 1);
      else if (code === 91) brackets++;
      else if (code === 93) brackets = Math.max(0, brackets - 1);
      else if (code === 34) isQuoted = !isQuoted;
      else if (code === 92) scan++;
      else if (code === delimiterCode && parentheses === 0 && brackets === 0 && !isQuoted) {
        delimited = scan;
        buffer.codes[scan++] = NUL;
        break;
      }
    }
  }
  if (codeAt(buffer, scan) !== NUL || (scan > start && scan - 1 === delimited)) pieces.push(scan);
  return pieces;
}

export function separatePlainly(
  buffer: ServerBuffer,
  start: number | undefined,
  delimiter: string,
): [number | undefined, number | undefined] {
  if (start === undefined) return [undefined, undefined];
  for (let scan = start; codeAt(buffer, scan) !== NUL; scan++) {
    if (codeAt(buffer, scan) !== delimiter.charCodeAt(0)) continue;
    buffer.codes[scan] = NUL;
    return [start, scan + 1];
  }
  return [start, undefined];
}

/** The piece that begins at `start`, as ast_strip_quoted leaves it. */
export function part(buffer: ServerBuffer, start: number | undefined): LinePart | undefined {
  if (start === undefined) return undefined;
  let from = Math.min(start, buffer.limit);
  let until = endOf(buffer, from);
  while (from < until && codeAt(buffer, from) <= 32) from++;
  while (until > from && codeAt(buffer, until - 1) <= 32) until--;
  if (codeAt(buffer, from) === 34 && from < until && codeAt(buffer, until - 1) === 34) {
    from++;
    until = Math.max(from, until - 1);
  }
  return cut(buffer.text, from, until);
}

export function raw(buffer: ServerBuffer, start: number | undefined): LinePart | undefined {
  if (start === undefined) return undefined;
  const from = Math.min(start, buffer.limit);
  return cut(buffer.text, from, endOf(buffer, from));
}

export function cut(text: string, start: number, end: number): LinePart {
  return { value: text.slice(start, end), start, end };
}

export function indexBefore(text: string, character: string, from: number, until: number): number {
  const index = text.indexOf(character, from);
  return index < until ? index : -1;
}
