import { messageText, severityName } from '../../rules/diagnostic.ts';
import type { ReportFormat } from './report.ts';

/** The machine-readable report, which is a contract; one file at a time, since a report may exceed the longest string. */
export const jsonFormat: ReportFormat = function* ({ files, notes, summary }) {
  yield '{"files":[';
  for (const [index, { file, language, diagnostics }] of files.entries()) {
    yield `${index === 0 ? '' : ','}{"file":${JSON.stringify(file)},"language":${JSON.stringify(language)},"diagnostics":[`;
    for (const [place, diagnostic] of diagnostics.entries()) {
      const { code, range, source, codeDescription, relatedInformation } = diagnostic;
      const severity = severityName(diagnostic);
      const related = relatedInformation?.map(other => ({
        uri: other.location.uri,
        range: other.location.range,
        message: other.message,
      }));
      yield (place === 0 ? '' : ',') +
        JSON.stringify({
          code,
          severity,
          message: messageText(diagnostic),
          range,
          source,
          href: codeDescription?.href,
          related,
        });
    }
    yield ']}';
  }
  const told = notes.length === 0 ? '' : `,"notes":${JSON.stringify(notes)}`;
  yield `],"summary":${JSON.stringify(summary)}${told}}\n`;
};
