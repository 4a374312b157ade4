import type { Diagnostic, Range } from 'vscode-languageserver-types';
import { version } from '../../../package.json';
import { languages } from '../../languages/registry.ts';
import { messageText, rulePage, severityName } from '../../rules/diagnostic.ts';
import { unusedIgnoreComment } from '../../rules/ignore.ts';
import type { CheckReport, ReportFormat } from './report.ts';

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
  const rules = [unusedIgnoreComment, ...languages.flatMap(language => language.rules())];
  const rule = rules.find(candidate => candidate.code === code);
  if (rule === undefined) return { id: code };
  return {
    id: code,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.why, markdown: rule.why },
    help: { text: rule.fix, markdown: rule.fix },
    helpUri: rulePage(code),
    defaultConfiguration: { level: levels[rule.severity] },
    properties: { tags: [rule.family] },
  };
}

function resultsOf({ files, directory }: CheckReport, ruleIndexes: ReadonlyMap<string, number>): object[] {
  return files.flatMap(({ uri, diagnostics }) =>
    diagnostics.map(diagnostic => {
      const related = diagnostic.relatedInformation?.map(({ location, message }, id) => ({
        id,
        message: { text: withoutLinks(message) },
        physicalLocation: physicalLocation(location.uri, location.range, directory),
      }));
      return {
        ruleId: codeOf(diagnostic),
        ruleIndex: ruleIndexes.get(codeOf(diagnostic)),
        level: levels[severityName(diagnostic)],
        message: { text: withoutLinks(messageText(diagnostic)) },
        locations: [{ physicalLocation: physicalLocation(uri, diagnostic.range, directory) }],
        ...(related === undefined ? {} : { relatedLocations: related }),
      };
    }),
  );
}

/** Files below the working folder by their relative path, as required by services that know only a repository. */
function physicalLocation(uri: string, { start, end }: Range, directory: string): object {
  const base = `${directory.replace(/\/$/, '')}/`;
  return {
    artifactLocation: { uri: uri.startsWith(base) ? uri.slice(base.length) : uri },
    region: {
      startLine: start.line + 1,
      startColumn: start.character + 1,
      endLine: end.line + 1,
      endColumn: end.character + 1,
    },
  };
}

/** Text in brackets followed by text in parentheses, such as a header with its templates, would be a link. */
function withoutLinks(text: string): string {
  return text.replace(/\[(?=[^\]]*\]\()/g, '\\[');
}

function codeOf(diagnostic: Diagnostic): string {
  return String(diagnostic.code ?? 'sip-workbench');
}
