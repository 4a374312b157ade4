import { fileNameOf } from '../../../text/fileName.ts';
import { judge } from '../check/check.ts';
import type { ScriptModel } from '../model/model.ts';
import { rangeOf } from '../reading/parser.ts';

/** The first error of the script, which keeps the server from starting; undefined without one. */
export function refusalOf(model: ScriptModel): string | undefined {
  const first = judge(model).find(({ rule, finding }) => (finding.severity ?? rule.severity) === 'error');
  if (first === undefined) return undefined;
  const { place, span, message } = first.finding;
  const line = rangeOf(span, place.start).start.line + 1;
  const file = place.uri === model.project.root ? '' : ` of ${fileNameOf(place.uri)}`;
  return `The script has an error; this is what the rest of it would do. Line ${line}${file}: ${message}`;
}
