import type { Token } from '../../syntax/token.ts';
import type { Plain, StatementEntry } from '../record.ts';
import type { Execution, Frame } from '../server.ts';
import { isNull, type Value } from '../values/value.ts';

/** Writes the entry of a statement; what it returns is filled in when it has run. */
export function beginStatement(x: Execution, frame: Frame, name: string, line: number): StatementEntry {
  const entry: StatementEntry = {
    line,
    do: name,
    route: x.stack.at(-1)?.title ?? x.title,
    ...(frame.place.uri === x.server.model.project.root ? {} : { file: frame.place.uri }),
  };
  x.server.record.trace.push(entry);
  x.server.statement = entry;
  x.server.questions.line = line;
  return entry;
}

export function lineOf(frame: Frame, token: Token): number {
  return frame.place.start + token.endLine + 1;
}

/** As the trace shows the sides of a comparison: the text where there is one. */
export function shown(value: Value): Plain {
  // What the server prints ends at a NUL.
  return value.text?.replace(/\0.*$/s, '') ?? value.number ?? null;
}

/** As the trace shows what is assigned: a number where it counts as one. */
export function plain(value: Value): Plain {
  if (isNull(value)) return null;
  return value.isInteger && value.number !== undefined ? value.number : (value.text ?? value.number ?? null);
}
