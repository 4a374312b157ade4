import type { ScriptLines, ScriptWay } from '../../explanation.ts';
import type { ScriptModel } from '../model/model.ts';
import type { Place } from '../model/placed.ts';
import type { StatementEntry, StepRecord } from '../run/record.ts';
import type { Statement } from '../syntax/syntax.ts';

/** Which lines of the script ran for a message, which statements were not reached, and the route blocks in order. */
export function wayOf(model: ScriptModel, records: readonly StepRecord[]): ScriptWay {
  const entries = records.flatMap(({ trace }) =>
    trace.filter((entry): entry is StatementEntry => 'do' in entry),
  );
  const keys = new Set(entries.map(({ file, line }) => keyOf(file ?? model.project.root, line - 1)));
  const statements = model.routes.flatMap(({ place, route }) => linesOf(place, route.body));
  const hasRun = ({ file, first, last }: ScriptLines): boolean =>
    keys.has(keyOf(file, first)) || keys.has(keyOf(file, last));
  return {
    ran: statements.filter(hasRun),
    unreached: statements.filter(one => !hasRun(one)),
    routes: records.flatMap(({ routes }) => routes),
  };
}

function keyOf(file: string, line: number): string {
  return `${file} ${line}`;
}

/** The lines of every statement; of one with a body, those of its condition. */
function linesOf(place: Place, statements: readonly Statement[]): ScriptLines[] {
  return statements.flatMap(statement => {
    const lines = (first: number, last: number): ScriptLines => ({
      file: place.uri,
      first: place.start + first,
      last: place.start + last,
    });
    switch (statement.type) {
      case 'call':
        return [lines(statement.line, statement.endLine)];
      case 'assign':
        return [lines(statement.line, statement.endLine)];
      case 'if':
        return [
          lines(statement.line, statement.keyword.line),
          ...linesOf(place, statement.body),
          ...linesOf(place, statement.otherwise ?? []),
        ];
      case 'while':
      case 'for':
        return [lines(statement.line, statement.keyword.line), ...linesOf(place, statement.body)];
      case 'switch':
        return [
          lines(statement.line, statement.keyword.line),
          ...statement.cases.flatMap(({ body }) => linesOf(place, body)),
        ];
      case 'break':
        return [lines(statement.line, statement.endLine)];
      case 'block':
        return linesOf(place, statement.body);
      default:
        return [];
    }
  });
}
