import { fileNameOf } from '../../../text/fileName.ts';
import { judge } from '../check/check.ts';
import type { ScriptModel } from '../model/model.ts';
import { rangeOf } from '../reading/parser.ts';

/** Why the server does not start with a script; undefined if nothing is known against it. */
export function refusalOf(model: ScriptModel): string | undefined {
  const first = judge(model).find(({ rule, finding }) => (finding.severity ?? rule.severity) === 'error');
  if (first === undefined) return undefined;
  const { place, span, message } = first.finding;
  const line = rangeOf(span, place.start).start.line + 1;
  const file = place.uri === model.project.root ? '' : ` of ${fileNameOf(place.uri)}`;
  return `OpenSIPS does not start with this script; this is what the rest of it would do. Line ${line}${file}: ${message}`;
}
