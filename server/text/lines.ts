/**
 * The lines of a text, each with its own end of line (LF, CR LF or CR, as in LSP), so that joining them gives the text
 * back. A text that ends with an end of line has an empty last line, which is left out here.
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

/** Where the line ends, with its end of line, that begins at a place of this text. */
export function lineEndings(text: string): (text: string, start: number) => number {
  return text.includes('\r') ? endOfAnyLine : endOfLine;
}

/** The length of a line without its end of line, in UTF-16 units. */
export function lengthWithoutEol(line: string): number {
  let end = line.length;
  if (end > 0 && line.charCodeAt(end - 1) === LF) end--;
  if (end > 0 && line.charCodeAt(end - 1) === CR) end--;
  return end;
}

/** The end of line that a new line beside `line` gets. */
export function endOfLineLike(line: string | undefined): string {
  return line?.endsWith('\r\n') === true ? '\r\n' : '\n';
}

const LF = 10;
const CR = 13;

function endOfLine(text: string, start: number): number {
  const lf = text.indexOf('\n', start);
  return lf < 0 ? text.length : lf + 1;
}

/** Looks at each character once: a search for the next CR would run to the end of the text again and again. */
function endOfAnyLine(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === LF) return at + 1;
    if (code === CR) return text.charCodeAt(at + 1) === LF ? at + 2 : at + 1;
  }
  return text.length;
}
