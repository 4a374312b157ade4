import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver-types';
import type { Severity } from '../../rules/rule.ts';
import { messageProblems } from '../../sip/problems.ts';
import type { Block, TraceMessage } from './block.ts';
import type { DialogFlow } from './flow.ts';
import { sipMessage, type Trace, type TraceEntry } from './model.ts';
import { rangeOf, wholeRange } from './place.ts';
import type { Finding, LineFinding, TraceRule } from './rule.ts';
import { rules } from './rules.ts';

/** The diagnostics of a trace, each with the message that it is about, in the order of the file. */
export function checkTrace(
  trace: Trace,
  uri = '',
): { readonly entry: TraceEntry; readonly diagnostic: Diagnostic }[] {
  const found: { entry: TraceEntry; diagnostic: Diagnostic }[] = [];
  const ofDialogs = new Map<number, readonly Found[]>();
  for (const { own, messages } of trace.flow.dialogs) {
    for (const one of ofDialog(own)) {
      const index = messages[one.number] ?? 0;
      const related = one.finding.related;
      const other = related === undefined ? undefined : trace.entries[messages[related.number] ?? -1];
      ofDialogs.set(index, [...(ofDialogs.get(index) ?? []), { ...one, other }]);
    }
  }
  for (const entry of trace.entries) {
    for (const one of ofMessage(entry)) found.push({ entry, diagnostic: diagnosticOf(uri, entry, one) });
    for (const one of ofDialogs.get(entry.index) ?? [])
      found.push({ entry, diagnostic: diagnosticOf(uri, entry, one) });
  }
  return found;
}

/** The diagnostics of lines that belong to no message. */
export function checkOtherLines(trace: Trace): Diagnostic[] {
  const { blocks, starts } = trace.tree;
  return blocks.flatMap((block, number) => {
    if (block.messages.length > 0) return [];
    const top = starts[number] ?? 0;
    return ofLines(block).map(({ rule, finding }) => ({
      range: {
        start: { line: top + finding.line, character: finding.start },
        end: { line: top + finding.line, character: finding.end },
      },
      severity: SEVERITIES[rule.severity],
      code: rule.code,
      source: 'SIP Workbench',
      message: finding.message,
    }));
  });
}

interface FoundLine {
  readonly rule: TraceRule;
  readonly finding: LineFinding;
}

const judgedLines = new WeakMap<Block, readonly FoundLine[]>();

function ofLines(block: Block): readonly FoundLine[] {
  let known = judgedLines.get(block);
  if (known === undefined) {
    known = rules.flatMap(rule =>
      rule.on === 'lines' ? [...rule.check(block.lines)].map(finding => ({ rule, finding })) : [],
    );
    judgedLines.set(block, known);
  }
  return known;
}

interface Found {
  readonly rule: TraceRule;
  readonly finding: Finding;
  /** The message that `finding.related` is about. */
  readonly other?: TraceEntry | undefined;
}

/** What the rules said about a dialog stays with it as long as its messages are the same. */
const judgedDialogs = new WeakMap<DialogFlow, readonly (Found & { readonly number: number })[]>();

function ofDialog(dialog: DialogFlow): readonly (Found & { readonly number: number })[] {
  let known = judgedDialogs.get(dialog);
  if (known === undefined) {
    known = rules.flatMap(rule =>
      rule.on === 'dialog'
        ? [...rule.check(dialog)].map(finding => ({ rule, finding, number: finding.number }))
        : [],
    );
    judgedDialogs.set(dialog, known);
  }
  return known;
}

/** What the rules said about a message stays with it: an edit elsewhere changes nothing. */
const judged = new WeakMap<TraceMessage, readonly Found[]>();

function ofMessage(entry: TraceEntry): readonly Found[] {
  let known = judged.get(entry.message);
  if (known === undefined) {
    // Kept for a moment, for the rules that look into the body.
    const message = sipMessage(entry.message);
    const view = { entry, message, facts: entry.facts, problems: messageProblems(message) };
    known = rules.flatMap(rule =>
      rule.on === 'message' ? [...rule.check(view)].map(finding => ({ rule, finding })) : [],
    );
    judged.set(entry.message, known.length === 0 ? NOTHING : known);
  }
  return known;
}

const NOTHING: readonly Found[] = [];

function diagnosticOf(uri: string, entry: TraceEntry, { rule, finding, other }: Found): Diagnostic {
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
