import { message, type RuleInfo, type Severity } from '../../../rules/rule.ts';
import type { MessageFacts } from '../../../sip/dialog/messageFacts.ts';
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
  /** What reading the message alone has shown to be wrong. */
  readonly problems: readonly SyntaxProblem[];
}

/** Looks at one message alone. */
export interface MessageRule extends RuleInfo {
  readonly on: 'message';
  check(view: MessageView): Iterable<Finding>;
}

/**
 * Looks at one header field alone. What it finds must follow from the text of the field: a field that was found good once
 * is not looked at again. Only about a message that breaks off it may say less.
 */
export interface HeaderRule extends RuleInfo {
  readonly on: 'header';
  check(header: Header, view: MessageView): Iterable<Finding>;
}

/** Looks at the messages of one dialog together; they are numbered from 0. */
export interface DialogRule extends RuleInfo {
  readonly on: 'dialog';
  check(dialog: DialogFlow): Iterable<Finding & { readonly number: number }>;
}

/** Looks at lines of a log that belong to no message, and the line below them. */
export interface LineRule extends RuleInfo {
  readonly on: 'lines';
  check(lines: readonly string[]): Iterable<LineFinding>;
}

export type TraceRule = MessageRule | HeaderRule | DialogRule | LineRule;

/** A rule that gives reasons and advice for syntax problems that were found when the message was read. */
export function findingsOf(
  view: MessageView,
  codes: readonly string[],
  why: string,
  todo: string,
  more: {
    readonly severity?: (problem: SyntaxProblem) => Severity | 'none' | undefined;
    readonly fix?: (problem: SyntaxProblem) => Fix | undefined;
  } = {},
): readonly Finding[] {
  if (view.problems.length === 0) return NOTHING;
  const found: Finding[] = [];
  for (const problem of view.problems) {
    if (!codes.includes(problem.code)) continue;
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

const NOTHING: readonly Finding[] = [];

/** A fix that is right without thinking. */
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
