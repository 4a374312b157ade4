import type { Diagnostic } from 'vscode-languageserver-types';
import { diagnostic } from '../../../rules/diagnostic.ts';
import { severityOf } from '../../../rules/finding.ts';
import type { Severity } from '../../../rules/rule.ts';
import type { Header } from '../../../sip/message.ts';
import type { SyntaxProblem } from '../../../sip/piece.ts';
import { messageProblems } from '../../../sip/problems.ts';
import { notedTexts } from '../../../text/remembered.ts';
import type { TraceEntry } from '../model/entry.ts';
import type { Finding, Found, FoundInDialog, FoundLine } from '../model/finding.ts';
import type { DialogFlow } from '../model/flow.ts';
import { type OtherLines, sipMessage, type Trace } from '../model/model.ts';
import { rangeOf, wholeRange } from '../model/place.ts';
import type {
  DialogRule,
  HeaderRule,
  LineRule,
  MessageRule,
  MessageView,
  ProblemRule,
} from '../rules/rule.ts';
import { isPlainField } from './plainField.ts';
import { rules } from './rules.ts';

/** The maximum number of diagnostics for each severity. */
export type Limits = Readonly<Record<Severity, number>>;

export interface MessageDiagnostic {
  readonly entry: TraceEntry;
  readonly diagnostic: Diagnostic;
}

/**
 * The diagnostics of a trace, each with the message that it is about, in the order of the file. With `limits`, only the
 * first of each severity: a long log may have more than anyone can read.
 */
export function checkTrace(trace: Trace, uri = '', limits?: Limits): readonly MessageDiagnostic[] {
  const found: MessageDiagnostic[] = [];
  const left = limits && { ...limits };
  const isWanted = (one: Found): boolean => left === undefined || left[severityOf(one)]-- > 0;
  const ofDialogs = inDialogs(trace);
  for (const entry of trace.entries) {
    // Nothing was found in nearly all messages of a long trace, which this visits after every key.
    if (judgeMessage(entry).length === 0 && !ofDialogs.has(entry.index)) continue;
    for (const diagnostic of ofMessage(entry, uri, ofDialogs, isWanted)) found.push({ entry, diagnostic });
  }
  return found;
}

/** The diagnostics of one message after the other, in any order, without keeping them: a long trace may have many. */
export function messageChecker(trace: Trace): (entry: TraceEntry) => readonly Diagnostic[] {
  const ofDialogs = inDialogs(trace);
  return entry => {
    const found = [...ofMessage(entry, '', ofDialogs, () => true)];
    entry.judged = undefined;
    return found;
  };
}

function* ofMessage(
  entry: TraceEntry,
  uri: string,
  ofDialogs: ReadonlyMap<number, readonly FoundAmong[]>,
  isWanted: (one: Found) => boolean,
): Generator<Diagnostic> {
  for (const one of judgeMessage(entry)) if (isWanted(one)) yield diagnosticOf(uri, entry, one);
  for (const one of ofDialogs.get(entry.index) ?? NOTHING)
    if (isWanted(one)) yield diagnosticOf(uri, entry, one, one.others);
}

/** The diagnostics of lines that do not belong to a message. */
export function checkOtherLines(trace: Trace): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const lines of trace.others) {
    for (const { rule, finding } of judgeLines(lines)) {
      const line = lines.line + finding.line;
      const range = {
        start: { line, character: finding.start },
        end: { line, character: finding.end },
      };
      found.push(diagnostic(rule, finding, range));
    }
  }
  return found;
}

/** The findings about a message are stored with it: an edit elsewhere does not change them. */
export function judgeMessage(entry: TraceEntry): readonly Found[] {
  if (entry.judged !== undefined) return entry.judged;
  const message = sipMessage(entry.message);
  const fresh = message.headers.filter(header => !goodFields.has(header.text) && !isPlainField(header));
  const problems = messageProblems(message, fresh);
  const view = { entry, message, facts: entry.facts };
  const found: Found[] = [];
  for (const header of fresh) {
    const before = found.length;
    for (const rule of (header.facts && byKind.get(header.facts.kind)) ?? NOTHING)
      for (const finding of rule.check(header, view)) found.push({ rule, finding });
    const isGood = found.length === before && !problems.some(problem => touches(problem, header));
    if (isGood && entry.message.cut === undefined) goodFields.add(header.text);
  }
  for (const rule of problems.length === 0 ? messageRules : withProblemRules) {
    const findings = rule.on === 'message' ? rule.check(view) : checkProblems(rule, problems, view);
    for (const finding of findings) found.push({ rule, finding });
  }
  entry.judged = found.length === 0 ? NOTHING : found;
  return entry.judged;
}

/**
 * Header fields in which nothing was found, by their whole text: most fields of a long trace occur many times. A field is
 * noted only when no rule found anything and no problem is in it or at its end, where an empty value is.
 */
const goodFields = notedTexts();

function touches(problem: { readonly start: number; readonly end: number }, field: Header): boolean {
  return problem.start <= field.end && problem.end >= field.start;
}

function checkProblems(
  rule: ProblemRule,
  problems: readonly SyntaxProblem[],
  view: MessageView,
): Iterable<Finding> {
  const own = problems.filter(({ code }) => rule.codes.includes(code));
  return own.length === 0 ? NOTHING : rule.check(own, view);
}

/** The findings about a dialog are stored with it as long as its messages are the same. */
export function judgeDialog(dialog: DialogFlow): readonly FoundInDialog[] {
  if (dialog.judged !== undefined) return dialog.judged;
  const found = dialogRules.flatMap(rule => [...rule.check(dialog)].map(finding => ({ rule, finding })));
  dialog.judged = found.length === 0 ? NOTHING : found;
  return dialog.judged;
}

function judgeLines(lines: OtherLines): readonly FoundLine[] {
  if (lines.judged !== undefined) return lines.judged;
  const found = lineRules.flatMap(rule =>
    [...rule.check(lines.block.lines)].map(finding => ({ rule, finding })),
  );
  lines.judged = found.length === 0 ? NOTHING : found;
  return lines.judged;
}

const NOTHING: readonly never[] = [];
const headerRules = rules.filter((rule): rule is HeaderRule => rule.on === 'header');
const byKind = new Map(
  headerRules
    .flatMap(({ kinds }) => kinds)
    .map(kind => [kind, headerRules.filter(rule => rule.kinds.includes(kind))]),
);
const messageRules = rules.filter((rule): rule is MessageRule => rule.on === 'message');
const withProblemRules = rules.filter(
  (rule): rule is MessageRule | ProblemRule => rule.on === 'message' || rule.on === 'problems',
);
const dialogRules = rules.filter((rule): rule is DialogRule => rule.on === 'dialog');
const lineRules = rules.filter((rule): rule is LineRule => rule.on === 'lines');

/** A finding in a dialog, with the other messages involved. */
type FoundAmong = Found & { readonly others: readonly (TraceEntry | undefined)[] | undefined };

/** The findings in dialogs, by the number of their message. */
function inDialogs(trace: Trace): ReadonlyMap<number, readonly FoundAmong[]> {
  const found = new Map<number, FoundAmong[]>();
  for (const { own, messages } of trace.flow.dialogs) {
    for (const { rule, finding } of judgeDialog(own)) {
      const index = messages[finding.number] ?? 0;
      const others = finding.related?.map(({ number }) => trace.entries[messages[number] ?? -1]);
      const list = found.get(index);
      if (list === undefined) found.set(index, [{ rule, finding, others }]);
      else list.push({ rule, finding, others });
    }
  }
  return found;
}

function diagnosticOf(
  uri: string,
  entry: TraceEntry,
  { rule, finding }: Found,
  others: readonly (TraceEntry | undefined)[] = [],
): Diagnostic {
  const related = others.flatMap((other, index) =>
    other === undefined || uri === ''
      ? []
      : [
          {
            location: { uri, range: wholeRange(other) },
            message: finding.related?.[index]?.message ?? '',
          },
        ],
  );
  return diagnostic(rule, finding, rangeOf(entry, finding), related);
}
