import type { Token } from '../../syntax/token.ts';
import type { Plain, StatementEntry } from '../record.ts';
import type { Execution, Frame } from '../server.ts';
import { isNull, type Value } from '../values/value.ts';

/** Writes the entry of a statement; its return value is filled in after it has run. */
export function beginStatement(x: Execution, frame: Frame, name: string, line: number): StatementEntry {
  const place = {
    line,
    ...(frame.place.uri === x.server.model.project.root ? {} : { file: frame.place.uri }),
  };
  const entry: StatementEntry = {
    ...place,
    do: name,
    route: x.stack.at(-1)?.title ?? x.title,
  };
  x.server.record.trace.push(entry);
  x.server.statement = entry;
  x.server.questions.place = place;
  return entry;
}

export function lineOf(frame: Frame, token: Token): number {
  return frame.place.start + token.endLine + 1;
}

/** One side of a comparison in the trace: the text if there is one. */
export function shown(value: Value): Plain {
  // The server prints only up to a NUL.
  return value.text?.replace(/\0.*$/s, '') ?? value.number ?? null;
}

/** The assigned value in the trace: a number if it counts as one. */
export function plain(value: Value): Plain {
  if (isNull(value)) return null;
  return value.isInteger && value.number !== undefined ? value.number : (value.text ?? value.number ?? null);
}
