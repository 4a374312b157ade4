import type { Diagnostic } from 'vscode-languageserver-types';
import { version } from '../../../package.json';
import { languages } from '../../languages/registry.ts';
import { messageText, rulePage, severityName } from '../../rules/report.ts';
import type { CheckReport, ReportFormat } from '../check.ts';

/** SARIF 2.1.0, which code scanning services read. */
export const sarifFormat: ReportFormat = function* (report) {
  const codes = [...new Set(report.files.flatMap(file => file.diagnostics.map(codeOf)))].sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'SIP Workbench',
            version,
            informationUri: 'https://github.com/sip-workbench/sip-workbench',
            rules: codes.map(describe),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: resultsOf(report, new Map(codes.map((code, index) => [code, index]))),
      },
    ],
  };
  yield `${JSON.stringify(log, null, 2)}\n`;
};

const levels = { error: 'error', warning: 'warning', information: 'note', hint: 'note' } as const;

function describe(code: string): object {
  const rule = languages.flatMap(language => language.rules).find(candidate => candidate.code === code);
  if (rule === undefined) return { id: code };
  return {
    id: code,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.why },
    help: { text: rule.fix },
    helpUri: rulePage(code),
    defaultConfiguration: { level: levels[rule.severity] },
    properties: { tags: [rule.family] },
  };
}

function resultsOf({ files }: CheckReport, ruleIndexes: ReadonlyMap<string, number>): object[] {
  return files.flatMap(({ file, diagnostics }) =>
    diagnostics.map(diagnostic => ({
      ruleId: codeOf(diagnostic),
      ruleIndex: ruleIndexes.get(codeOf(diagnostic)),
      level: levels[severityName(diagnostic)],
      message: { text: messageText(diagnostic) },
      locations: [
        {
          physicalLocation: {
            artifactLocation: {
              uri: encodeURI(file.replaceAll('\\', '/')).replace(/[?#]/g, encodeURIComponent),
            },
            region: {
              startLine: diagnostic.range.start.line + 1,
              startColumn: diagnostic.range.start.character + 1,
              endLine: diagnostic.range.end.line + 1,
              endColumn: diagnostic.range.end.character + 1,
            },
          },
        },
      ],
    })),
  );
}

function codeOf(diagnostic: Diagnostic): string {
  return String(diagnostic.code ?? 'sip-workbench');
}
