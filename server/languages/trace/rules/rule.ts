import { message, type RuleInfo, type Severity } from '../../../rules/rule.ts';
import type { MessageFacts } from '../../../sip/dialog/messageFacts.ts';
import type { HeaderKind } from '../../../sip/headers.ts';
import type { Header, SipMessage } from '../../../sip/message.ts';
import type { SyntaxProblem } from '../../../sip/piece.ts';
import type { TraceEntry } from '../model/entry.ts';
import type { Finding, Fix, FixEdit, LineFinding } from '../model/finding.ts';
import type { DialogFlow } from '../model/flow.ts';

/** One message as the rules see it. */
export interface MessageView {
  readonly entry: TraceEntry;
  readonly message: SipMessage;
  readonly facts: MessageFacts;
}

/** Checks one message alone. */
export interface MessageRule extends RuleInfo {
  readonly on: 'message';
  check(view: MessageView): Iterable<Finding>;
}

/** Checks one message that has syntax problems with some of these codes; is given only them. */
export interface ProblemRule extends RuleInfo {
  readonly on: 'problems';
  readonly codes: readonly string[];
  check(problems: readonly SyntaxProblem[], view: MessageView): Iterable<Finding>;
}

/**
 * Checks one header field of these kinds alone. Its findings must depend only on the text of the field: a field without findings
 * is not checked again. In an incomplete message it may report less.
 */
export interface HeaderRule extends RuleInfo {
  readonly on: 'header';
  readonly kinds: readonly HeaderKind[];
  check(header: Header, view: MessageView): Iterable<Finding>;
}

/** Checks the messages of one dialog together; they are numbered from 0. */
export interface DialogRule extends RuleInfo {
  readonly on: 'dialog';
  check(dialog: DialogFlow): Iterable<Finding & { readonly number: number }>;
}

/** Checks lines of a log that do not belong to a message, and the line below them. */
export interface LineRule extends RuleInfo {
  readonly on: 'lines';
  check(lines: readonly string[]): Iterable<LineFinding>;
}

export type TraceRule = MessageRule | ProblemRule | HeaderRule | DialogRule | LineRule;

/** Adds the reason and the advice of a rule to syntax problems. */
export function findingsOf(
  problems: readonly SyntaxProblem[],
  why: string,
  todo: string,
  more: {
    readonly severity?: (problem: SyntaxProblem) => Severity | 'none' | undefined;
    readonly fix?: (problem: SyntaxProblem) => Fix | undefined;
  } = {},
): readonly Finding[] {
  const found: Finding[] = [];
  for (const problem of problems) {
    const level = more.severity?.(problem);
    if (level === 'none') continue;
    const fix = more.fix?.(problem);
    found.push({
      start: problem.start,
      end: problem.end,
      message: message(problem.message, why, todo),
      ...(level === undefined ? {} : { severity: level }),
      ...(fix === undefined ? {} : { fixes: [fix] }),
    });
  }
  return found;
}

/** A fix that needs no decision. */
export function fixing(title: string, ...edits: readonly FixEdit[]): Fix {
  return { title, edits, isPreferred: true };
}

/** A fix that puts text around a part. */
export function surrounding(
  title: string,
  { start, end }: { readonly start: number; readonly end: number },
  before: string,
  behind: string,
): Fix {
  return fixing(title, { start, end: start, newText: before }, { start: end, end, newText: behind });
}
