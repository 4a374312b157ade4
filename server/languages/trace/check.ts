import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver-types';
import type { Severity } from '../../rules/rule.ts';
import { parseMessage, type SipMessage } from '../../sip/message.ts';
import { messageProblems } from '../../sip/problems.ts';
import type { TraceMessage } from './block.ts';
import type { Trace, TraceEntry } from './model.ts';
import { messageText } from './parser.ts';
import { rangeOf, wholeRange } from './place.ts';
import type { Finding, TraceRule } from './rule.ts';
import { rules } from './rules.ts';

/** The diagnostics of a trace, each with the message that it is about, in the order of the file. */
export function checkTrace(
  trace: Trace,
  uri = '',
): { readonly entry: TraceEntry; readonly diagnostic: Diagnostic }[] {
  const found: { entry: TraceEntry; diagnostic: Diagnostic }[] = [];
  const offsets = new Map<number, Found[]>();
  for (const rule of rules) {
    if (rule.on !== 'flow') continue;
    for (const finding of rule.check(trace)) {
      const list = offsets.get(finding.index) ?? [];
      list.push({ rule, finding });
      offsets.set(finding.index, list);
    }
  }
  for (const entry of trace.entries) {
    for (const { rule, finding } of [...ofMessage(entry), ...(offsets.get(entry.index) ?? [])]) {
      found.push({ entry, diagnostic: diagnosticOf(trace, uri, entry, rule, finding) });
    }
  }
  return found;
}

interface Found {
  readonly rule: TraceRule;
  readonly finding: Finding;
}

/** What the rules said about a message stays with it: an edit elsewhere changes nothing. */
const judged = new WeakMap<TraceMessage, readonly Found[]>();

function ofMessage(entry: TraceEntry): readonly Found[] {
  let known = judged.get(entry.message);
  if (known === undefined) {
    const message: SipMessage = parseMessage(messageText(entry.message));
    const view = { entry, message, facts: entry.facts, problems: messageProblems(message) };
    known = rules.flatMap(rule =>
      rule.on === 'message' ? [...rule.check(view)].map(finding => ({ rule, finding })) : [],
    );
    judged.set(entry.message, known.length === 0 ? NOTHING : known);
  }
  return known;
}

const NOTHING: readonly Found[] = [];

function diagnosticOf(
  trace: Trace,
  uri: string,
  entry: TraceEntry,
  rule: TraceRule,
  finding: Finding,
): Diagnostic {
  const other = finding.related === undefined ? undefined : trace.entries[finding.related.index];
  return {
    range: rangeOf(entry, finding),
    severity: SEVERITIES[finding.severity ?? rule.severity],
    code: rule.code,
    source: 'SIP Workbench',
    message: finding.message,
    ...(other === undefined || uri === ''
      ? {}
      : {
          relatedInformation: [
            { location: { uri, range: wholeRange(other) }, message: finding.related?.message ?? '' },
          ],
        }),
  };
}

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};
