import { messageText, severityName } from '../../rules/diagnostic.ts';
import type { Severity } from '../../rules/rule.ts';
import { visibleText } from '../../text/visible.ts';
import type { ReportFormat } from './report.ts';

/** The report for people: the problems of each file, and how many there are. */
export const prettyFormat: ReportFormat = function* ({ files, notes, isFixable, summary }, hasColors) {
  const paint = (code: number, text: string): string =>
    hasColors ? `\u001b[${code}m${text}\u001b[0m` : text;
  for (const { file, diagnostics } of files) {
    if (diagnostics.length === 0) continue;
    yield `${paint(1, visibleText(file))}\n`;
    for (const diagnostic of diagnostics) {
      const { line, character } = diagnostic.range.start;
      const severity = severityName(diagnostic);
      const place = `${line + 1}:${character + 1}`.padStart(9);
      const message = visibleText(messageText(diagnostic));
      yield `${paint(2, place)}  ${paint(colors[severity], severity.padEnd(11))}  ${message}  ${paint(2, String(diagnostic.code ?? ''))}\n`;
    }
    yield '\n';
  }
  if (summary.files === 0) return;
  const counts = severities
    .filter(severity => summary[severity] > 0)
    .map(severity => paint(colors[severity], count(summary[severity], severity)));
  const checked = `${count(summary.files, 'file')} checked`;
  yield counts.length === 0 ? `${checked}, no problems found.\n` : `${checked}: ${counts.join(', ')}.\n`;
  if (isFixable) yield 'Fixes that need no decision: --fix applies them, --fix --dry-run shows them.\n';
  for (const note of notes) yield `${paint(2, visibleText(note))}\n`;
};

const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

const colors: Readonly<Record<Severity, number>> = { error: 31, warning: 33, information: 36, hint: 2 };

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 || noun === 'information' ? '' : 's'}`;
}
