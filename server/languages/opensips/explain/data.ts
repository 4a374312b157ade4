import type { Plain, Question, SentReply, SentRequest, StatementEntry, StepRecord } from '../run/record.ts';

/** What the command line prints about one message: plain data in the terms of the server's own trace. */
export interface DryRunData {
  readonly outcome: Outcome;
  /** False when a question that matters here has no answer from the user. */
  readonly certain: boolean;
  readonly replies: readonly Omit<SentReply, 'text'>[];
  readonly forwarded: readonly (
    | Omit<SentRequest, 'text'>
    | { readonly to: string; readonly connectionClosed: true }
  )[];
  readonly routes: readonly string[];
  readonly lines: readonly LineData[];
  readonly log: readonly string[];
  readonly questions: readonly QuestionData[];
  readonly notes: readonly string[];
  /** What happens when the client answers the challenge to this message; absent without a challenge. */
  readonly afterAnswer?: DryRunData;
}

/** A word for the outcome of a message. */
export type Outcome =
  | 'forwarded'
  | 'challenged'
  | 'accepted'
  | 'redirected'
  | 'refused'
  | 'no-reply'
  | 'not-run'
  | 'stopped';

/** A statement that ran. */
export interface LineData {
  readonly route: string;
  /** From 1. */
  readonly line: number;
  /** Absent for the file that the server opens first. */
  readonly file?: string;
  readonly do: string;
  /** What a function returned, whether a condition holds, or the value that was assigned. */
  readonly result: Plain | boolean | readonly (boolean | number)[];
  readonly ret?: number;
  readonly cond?: boolean | number;
  readonly conds?: readonly (boolean | number)[];
  readonly value?: Plain;
  readonly args?: readonly string[];
  readonly changes?: readonly string[];
  /** What left the server while the statement ran. */
  readonly sent?: readonly string[];
  /** Both sides of each comparison in the condition. */
  readonly comparisons?: readonly ComparisonData[];
}

export interface ComparisonData {
  readonly operator: string;
  readonly left: Plain;
  readonly right: Plain;
  readonly result: boolean;
}

export interface QuestionData {
  /** From 1; 0 when no line applies. */
  readonly line: number;
  /** The file, if it is not the main file of the script. */
  readonly file?: string;
  readonly text: string;
  readonly assumed: string;
  readonly answered: boolean;
  readonly possible: readonly string[];
}

export function dataOf(record: StepRecord, isCertain: boolean): DryRunData {
  return {
    outcome: outcomeOf(record),
    certain: isCertain,
    replies: record.replies.map(withoutText),
    forwarded: record.forwarded.map(sent => ('requestLine' in sent ? withoutText(sent) : sent)),
    routes: record.routes,
    lines: linesOf(record),
    log: record.log,
    questions: record.questions.map(questionData),
    notes: record.notes,
  };
}

function withoutText<Sent extends { readonly text: string }>({
  text: _text,
  ...rest
}: Sent): Omit<Sent, 'text'> {
  return rest;
}

function questionData({ line, file, text, assumed, isAnswered, possible }: Question): QuestionData {
  return { line, ...(file === undefined ? {} : { file }), text, assumed, answered: isAnswered, possible };
}

/** The statements in the order in which they began, each with what its condition compared. */
function linesOf({ trace }: StepRecord): LineData[] {
  const lines: (Omit<LineData, 'comparisons'> & { comparisons?: ComparisonData[] })[] = [];
  for (const entry of trace) {
    if ('do' in entry) lines.push(lineData(entry));
    else if ('compare' in entry || 'test' in entry) {
      const line = lines.at(-1);
      if (line === undefined) continue;
      line.comparisons ??= [];
      line.comparisons.push(
        'compare' in entry
          ? { operator: entry.compare, left: entry.left, right: entry.right, result: entry.result > 0 }
          : { operator: 'is set', left: entry.value, right: null, result: entry.result > 0 },
      );
    }
  }
  return lines;
}

function lineData({
  line,
  file,
  do: what,
  ret,
  cond,
  conds,
  value,
  route,
  changes,
  args,
  sent,
}: StatementEntry): Omit<LineData, 'comparisons'> {
  return {
    route,
    line,
    ...(file === undefined ? {} : { file }),
    do: what,
    result: ret ?? cond ?? conds ?? value ?? null,
    ...(ret === undefined ? {} : { ret }),
    ...(cond === undefined ? {} : { cond }),
    ...(conds === undefined ? {} : { conds }),
    ...(value === undefined ? {} : { value }),
    ...(args === undefined ? {} : { args }),
    ...(changes === undefined ? {} : { changes }),
    ...(sent === undefined ? {} : { sent }),
  };
}

function outcomeOf({ replies, forwarded, routes, isStopped }: StepRecord): Outcome {
  if (isStopped) return 'stopped';
  if (forwarded.some(sent => 'requestLine' in sent && sent.generated !== true)) return 'forwarded';
  const last = replies.filter(({ code }) => code >= 200).at(-1);
  if (last !== undefined) return outcomeOfCode(last.code);
  if (replies.some(({ relayed }) => relayed === true) || forwarded.length > 0) return 'forwarded';
  return routes.length === 0 && replies.length === 0 ? 'not-run' : 'no-reply';
}

function outcomeOfCode(code: number): Outcome {
  if (code === 401 || code === 407) return 'challenged';
  if (code < 300) return 'accepted';
  return code < 400 ? 'redirected' : 'refused';
}
