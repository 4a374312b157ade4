import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
  type Range,
} from 'vscode-languageserver-types';
import type { FindingWords } from './finding.ts';
import type { RuleInfo, Severity } from './rule.ts';

/** The source that editors show with every diagnostic. */
export const source = 'SIP Workbench';

/** The number of a severity in the protocol. */
export const severityNumbers: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** A finding of a rule as a diagnostic. */
export function diagnostic(
  rule: Pick<RuleInfo, 'code' | 'severity'>,
  finding: Pick<FindingWords<unknown, unknown>, 'message' | 'severity' | 'tag' | 'repeats'>,
  range: Range,
  related: readonly DiagnosticRelatedInformation[] = [],
): Diagnostic {
  const tag = finding.tag === 'deprecated' ? DiagnosticTag.Deprecated : DiagnosticTag.Unnecessary;
  return {
    range,
    severity: severityNumbers[finding.severity ?? rule.severity],
    code: rule.code,
    source,
    message: finding.message,
    ...(related.length === 0 ? {} : { relatedInformation: [...related] }),
    ...(finding.tag === undefined ? {} : { tags: [tag] }),
    ...(finding.repeats === undefined ? {} : { data: { repeats: finding.repeats } }),
  };
}

/** The name of a diagnostic's severity; without a severity it is an error, as in editors. */
export function severityName(diagnostic: Diagnostic): Severity {
  switch (diagnostic.severity) {
    case DiagnosticSeverity.Warning:
      return 'warning';
    case DiagnosticSeverity.Information:
      return 'information';
    case DiagnosticSeverity.Hint:
      return 'hint';
    default:
      return 'error';
  }
}

/** The message of a diagnostic as plain text. */
export function messageText({ message }: Diagnostic): string {
  return typeof message === 'string' ? message : message.value;
}

/** Address of the page of a rule. */
export function rulePage(code: string): string {
  return `${rulePages}${code}.md`;
}

export const rulePages = 'https://github.com/sip-workbench/sip-workbench/blob/main/docs/rules/';
