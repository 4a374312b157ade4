import type { Setting } from '../../config/entry.ts';

/** A line that is written, with the lines of sip.conf that it stands for. */
export interface OutputLine {
  text: string;
  readonly from: readonly Setting[];
  /** What is to be known about the lines of sip.conf, for the report. */
  readonly note?: string;
}

/** A line without a line end, which stands for nothing of sip.conf. */
export function plainLine(text: string): OutputLine {
  return { text, from: [] };
}

/** `name=value`, with what would begin a comment escaped. */
export function optionLine(
  name: string,
  value: string,
  from: readonly Setting[] = [],
  note?: string,
): OutputLine {
  return { text: `${name}=${escaped(value)}`, from, ...(note === undefined ? {} : { note }) };
}

/** A semicolon begins a comment wherever it stands. */
export function escaped(value: string): string {
  return value.replaceAll(';', '\\;');
}

/** Text of a comment as one line comment: what opens or closes a comment over several lines is taken out. */
export function commentText(text: string): string {
  const inner = text
    .trim()
    .replace(/^;+/, '')
    .replaceAll(/;--+|--;/g, ' ')
    .trimEnd();
  // `;-` and two more characters would open one, too.
  return `;${inner.startsWith('-') ? ' ' : ''}${inner}`;
}
