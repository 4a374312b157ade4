import type { Assumption } from '../../../server/languages/explainQuestion.ts';
import type { OpenQuestion } from '../../../server/languages/explanation.ts';

/** The assumptions with another answer to one question: a line with several questions states its answers in their order. */
export function assumptionsWith(
  assumptions: readonly Assumption[],
  questions: readonly OpenQuestion[],
  changed: OpenQuestion,
  value: string,
): readonly Assumption[] {
  const { line, file } = changed;
  const isThere = (one: Assumption | OpenQuestion) => one.line === line && one.file === file;
  const sameLine = questions.filter(isThere);
  const until = sameLine.slice(0, sameLine.indexOf(changed) + 1);
  return [
    ...assumptions.filter(one => !isThere(one)),
    ...until.map(one => ({ line, file, value: one === changed ? value : one.assumed })),
  ];
}

/** A change of a document, as the editor describes it. */
interface Change {
  readonly range: { readonly start: { readonly line: number }; readonly end: Place };
  readonly text: string;
}

interface Place {
  readonly line: number;
  readonly character: number;
}

/** The assumptions after changes of a file, by its URI: they move with their lines, and go with them. */
export function assumptionsAfter(
  file: string,
  changes: readonly Change[],
  assumptions: readonly Assumption[],
): readonly Assumption[] {
  return changes.reduce(
    (list, change) => list.flatMap(one => (one.file === file ? movedBy(change, one) : [one])),
    assumptions,
  );
}

function movedBy({ range: { start, end }, text }: Change, assumption: Assumption): readonly Assumption[] {
  // Assumptions count lines from 1.
  const line = assumption.line - 1;
  const isBehind = end.line < line || (end.line === line && (start.line < line || end.character === 0));
  if (!isBehind) return start.line < line ? [] : [assumption];
  const moved = text.split('\n').length - 1 - (end.line - start.line);
  return [{ ...assumption, line: assumption.line + moved }];
}
