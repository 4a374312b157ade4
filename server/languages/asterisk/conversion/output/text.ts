import type { Setting } from '../../config/entry.ts';

/** An output line, with the lines of sip.conf that it replaces. */
export interface OutputLine {
  text: string;
  readonly from: readonly Setting[];
  /** Notes on the lines of sip.conf, for the report. */
  readonly note?: string;
  /** False for a line that is left out, unless an object turns out to need it. */
  isNeeded?: boolean;
}

/** A line without a line break, which replaces nothing in sip.conf. */
export function plainLine(text: string): OutputLine {
  return { text, from: [] };
}

/** `name=value`, with anything that would start a comment escaped. */
export function optionLine(
  name: string,
  value: string,
  from: readonly Setting[] = [],
  note?: string,
): OutputLine {
  return { text: `${name}=${escaped(value)}`, from, ...(note === undefined ? {} : { note }) };
}

/** A semicolon starts a comment anywhere in a line. */
export function escaped(value: string): string {
  return value.replaceAll(';', '\\;');
}

/** Text of a comment as one line comment: anything that opens or closes a block comment is removed. */
export function commentText(text: string): string {
  const inner = text
    .trim()
    .replace(/^;+/, '')
    .replaceAll(/;--+|--;/g, ' ')
    .trimEnd();
  // `;-` and two more characters would open one too.
  return `;${inner.startsWith('-') ? ' ' : ''}${inner}`;
}
