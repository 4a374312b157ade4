import { messageText, severityName } from '../../rules/diagnostic.ts';
import type { ReportFormat } from './report.ts';

/** Workflow commands of GitHub Actions, one per line: they become annotations on the changed lines. */
export const githubFormat: ReportFormat = function* ({ files }) {
  for (const { file, diagnostics } of files) {
    for (const diagnostic of diagnostics) {
      const { start, end } = diagnostic.range;
      const properties = [
        `file=${escapeProperty(file)}`,
        `line=${start.line + 1}`,
        `endLine=${end.line + 1}`,
        // Columns of a range of several lines are refused.
        ...(start.line === end.line ? [`col=${start.character + 1}`, `endColumn=${end.character + 1}`] : []),
        `title=${escapeProperty(String(diagnostic.code ?? ''))}`,
      ];
      yield `::${commands[severityName(diagnostic)]} ${properties.join(',')}::${escapeData(messageText(diagnostic))}\n`;
    }
  }
};

const commands = { error: 'error', warning: 'warning', information: 'notice', hint: 'notice' } as const;

function escapeData(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
