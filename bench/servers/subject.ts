import type { Position } from 'vscode-languageserver-protocol';

/** A text in which a server is measured, and the places in it where the server has an answer. */
export interface MeasuredText {
  readonly text: string;
  /** Where a character is typed and removed again: both change the diagnostics. */
  readonly typed: { readonly position: Position; readonly character: string };
  readonly hover: Position;
  readonly completion: Position;
}

/** A server with one kind of document. */
export interface Subject {
  readonly name: string;
  readonly isOurs: boolean;
  readonly languageId: string;
  readonly fileName: string;
  /** The arguments of Node that start it. */
  readonly command: readonly string[];
  readonly initializationOptions?: object;
  readonly settings: Readonly<Record<string, object>>;
  textOf(lineCount: number): MeasuredText;
}

/** The place behind (or in, with `offset`) the first text that fits `pattern` at or after the middle of a document. */
export function placeOf(text: string, pattern: RegExp, offset = 0): Position {
  const lines = text.split('\n');
  const middle = lines.length >> 1;
  const line = lines.findIndex((candidate, index) => index >= middle && pattern.test(candidate));
  const found = pattern.exec(lines[line] ?? '');
  if (found === null) throw new Error(`nothing fits ${pattern.source}`);
  return { line, character: found.index + found[0].length + offset };
}
