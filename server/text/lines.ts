/**
 * The lines of a text, each with its own line ending (LF, CR LF or CR, as in LSP), so that joining them returns the text
 * A text that ends with a line ending has an empty last line, which is omitted here.
 */
export function splitLines(text: string): string[] {
  const lines: string[] = [];
  const end = lineEndings(text);
  for (let start = 0; start < text.length; ) {
    const next = end(text, start);
    lines.push(text.slice(start, next));
    start = next;
  }
  return lines;
}

/** The number of lines that `splitLines` returns, up to `most`. */
export function countLines(text: string, most: number): number {
  const end = lineEndings(text);
  let count = 0;
  for (let start = 0; start < text.length && count < most; start = end(text, start)) count++;
  return count;
}

/** The end of the line, including its line ending, that starts at a position in this text. */
export function lineEndings(text: string): (text: string, start: number) => number {
  return text.includes('\r') ? endOfAnyLine : endOfLine;
}

/** The length of a line without its line ending, in UTF-16 units. */
export function lengthWithoutEol(line: string): number {
  let end = line.length;
  if (end > 0 && line.charCodeAt(end - 1) === LF) end--;
  if (end > 0 && line.charCodeAt(end - 1) === CR) end--;
  return end;
}

/** The line ending for a new line next to `line`. */
export function endOfLineLike(line: string | undefined): string {
  return line?.endsWith('\r\n') === true ? '\r\n' : '\n';
}

const LF = 10;
const CR = 13;

function endOfLine(text: string, start: number): number {
  const lf = text.indexOf('\n', start);
  return lf < 0 ? text.length : lf + 1;
}

/**
 * The end of the line that starts at a position, whatever ends it. Reads each character once: a search for the next CR would
 * run to the end of the text repeatedly.
 */
export function endOfAnyLine(text: string, start: number): number {
  LINE_END.lastIndex = start;
  return LINE_END.test(text) ? LINE_END.lastIndex : text.length;
}

const LINE_END = /\r\n?|\n/g;
