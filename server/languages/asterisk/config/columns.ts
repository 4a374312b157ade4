import type { Range } from 'vscode-languageserver-types';
import type { OptionLine } from './line.ts';
import { valueColumn } from './line.ts';

/** A range within one line. */
export function lineRange(line: number, start: number, end: number): Range {
  return { start: { line, character: start }, end: { line, character: end } };
}

/** Columns of a range within an option's value. */
export function valueColumns(
  option: OptionLine,
  start: number,
  end: number,
): { readonly start: number; readonly end: number } {
  const first = valueColumn(option, start);
  return { start: first, end: end > start ? valueColumn(option, end - 1) + 1 : first };
}

/** The offset within an option's value of a column of its line; undefined outside the value. */
export function valueOffset(option: OptionLine, column: number): number | undefined {
  if (column < option.valueStart || column > option.valueEnd) return undefined;
  if (option.map === undefined) return column - option.valueStart;
  for (let index = 0; index < option.value.length; index++) {
    if (valueColumn(option, index) >= column) return index;
  }
  return option.value.length;
}

export function isWithin(column: number, start: number, end: number): boolean {
  return start <= column && column <= end;
}
