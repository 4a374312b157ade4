import { countLines } from './lines.ts';

/** How much of something a file may have, and a project together. */
export interface TextBound {
  /** A plural, as in "more than 5 lines". */
  readonly what: string;
  readonly most: number;
  /** How many a text has, up to `most` and one more; never more than its characters. */
  readonly countIn: (text: string) => number;
}

export function linesUpTo(most: number): TextBound {
  return { what: 'lines', most, countIn: text => countLines(text, most + 1) };
}

/**
 * Several times the lines of any known configuration. The worst ones, of which each line is a section or has several
 * problems, need 2 GB with this many.
 */
const usual: readonly TextBound[] = [linesUpTo(500_000)];

/** What has bounds of its own, or the usual ones. */
export interface Bounded {
  bounds?(): readonly TextBound[];
}

export function boundsOf(reader: Bounded): readonly TextBound[] {
  return reader.bounds?.() ?? usual;
}

/** A sentence for the user about a text that has more than is read; undefined if it has not. `countOf` may know the counts. */
export function excessOf(
  text: string,
  reader: Bounded,
  countOf: (bound: TextBound) => number = bound => bound.countIn(text),
): string | undefined {
  const passed = boundsOf(reader).find(bound => text.length > bound.most && countOf(bound) > bound.most);
  if (passed === undefined) return undefined;
  const most = `${passed.most.toLocaleString('en-US')} ${passed.what}`;
  return `This file has more than ${most}. SIP Workbench reads only files of up to ${most}, so this one is not checked.`;
}
