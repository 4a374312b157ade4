/**
 * The lines of a text, each with its own end of line (LF, CR LF or CR, as in LSP), so that joining them gives the text
 * back. A text that ends with an end of line has an empty last line, which is left out here.
 */
export function splitLines(text: string): string[] {
  const lines: string[] = [];
  let start = 0;
  let lf = text.indexOf('\n');
  let cr = text.indexOf('\r');
  // Each search runs once per line break that it finds, never again over the same stretch.
  while (start < text.length) {
    let end = lf < 0 ? text.length : lf + 1;
    if (cr >= 0 && cr < end - 1 && cr + 1 !== lf) end = cr + 1;
    lines.push(text.slice(start, end));
    start = end;
    if (lf >= 0 && lf < start) lf = text.indexOf('\n', start);
    if (cr >= 0 && cr < start) cr = text.indexOf('\r', start);
  }
  return lines;
}

/** The length of a line without its end of line, in UTF-16 units. */
export function lengthWithoutEol(line: string): number {
  let end = line.length;
  if (end > 0 && line.charCodeAt(end - 1) === LF) end--;
  if (end > 0 && line.charCodeAt(end - 1) === CR) end--;
  return end;
}

const LF = 10;
const CR = 13;
