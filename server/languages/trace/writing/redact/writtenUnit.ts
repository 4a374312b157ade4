import type { LineSlice } from '../../reading/traceMessage.ts';

/** The column where a unit of the text of a slice is written. */
export function columnOf({ map, column }: LineSlice, unit: number): number {
  return map === undefined ? column + unit : (map[Math.min(unit, map.length - 1)] ?? column);
}

/**
 * The column behind it: an escape of the log belongs to its unit; whatever else is between two units, such as a color, does not
 * belong to the message.
 */
export function writtenEnd(slice: LineSlice, line: string, unit: number): number {
  const from = columnOf(slice, unit);
  const next = columnOf(slice, unit + 1);
  if (slice.map === undefined || next - from <= 1) return next;
  ESCAPE.lastIndex = from;
  const length = ESCAPE.exec(line)?.[0].length ?? 1;
  return Math.min(from + length, next);
}

/** As JSON and C, rsyslog, and terminals write a character. */
const ESCAPE = /\\u[0-9A-Fa-f]{4}|\\[^\u001b]|#[0-3][0-7]{2}|\^M/y;
