/** The results of one message, with the names in the server's own trace and log. */
export interface StepRecord {
  readonly replies: SentReply[];
  readonly forwarded: (SentRequest | ClosedConnection)[];
  readonly routes: string[];
  readonly trace: TraceEntry[];
  readonly log: string[];
  readonly questions: Question[];
  /** Why the run is empty or incomplete, in order: a dropped message, a limit that was reached. */
  readonly notes: string[];
  /** True when a limit was reached. */
  isStopped: boolean;
}

export interface SentReply {
  readonly to: string;
  readonly code: number;
  readonly reason: string;
  readonly cseq: string;
  readonly vias: number;
  readonly toTag?: boolean;
  readonly topVia?: string;
  readonly relayed?: boolean;
  /** Headers that the request, or the relayed reply, does not have. */
  readonly headers: HeaderMap;
  readonly body?: string;
  readonly text: string;
}

export interface SentRequest {
  readonly to: string;
  readonly from: string;
  readonly requestLine: string;
  readonly headers: HeaderMap;
  readonly removed: HeaderMap;
  readonly vias: number;
  readonly route?: readonly string[];
  readonly body?: string;
  /** Created by the server itself: the ACK to a negative reply, a CANCEL, local requests. */
  readonly generated?: boolean;
  readonly text: string;
}

/** A TCP connection that the server closed. */
export interface ClosedConnection {
  readonly to: string;
  readonly connectionClosed: true;
}

export type HeaderMap = Readonly<Record<string, string | readonly string[]>>;

export interface Question {
  /** From 1; 0 when no line applies. */
  readonly line: number;
  /** The file, if it is not the main file of the script. */
  readonly file?: string;
  readonly text: string;
  /** The answer that the run continued with. */
  readonly assumed: string;
  /** True when the user gave the answer. */
  readonly isAnswered: boolean;
  readonly possible: readonly string[];
  /** Counts the questions of a run. */
  readonly index: number;
}

export type Plain = string | number | null;

/** One entry of the trace; a statement is written when it begins and completed when it ends. */
export type TraceEntry = EnterEntry | LeaveEntry | StatementEntry | CompareEntry | TestEntry;

export interface EnterEntry {
  readonly enter: string;
}

export interface LeaveEntry {
  readonly leave: string;
  readonly ret?: number;
  /** Bits: 1 exit, 2 return, 4 drop, 8 continues asynchronously. */
  readonly flags?: number;
}

export interface StatementEntry {
  /** From 1, as the server counts. */
  readonly line: number;
  /** The file, if it is not the main file of the script. */
  readonly file?: string;
  readonly do: string;
  ret?: number;
  /** 1 and 0 as true and false, -1 after an error in the expression, -127 when the script ended inside it. */
  cond?: boolean | number;
  conds?: (boolean | number)[];
  value?: Plain;
  /** The route block that contains the statement. */
  readonly route: string;
  /** What the statement changed, for display: `$ru = sip:...`. */
  changes?: string[];
  /** What left the server while the statement ran, for display: `404 Not Found to 192.0.2.1:5060`. */
  sent?: string[];
  /** The expanded arguments, for display. */
  args?: readonly string[];
}

export interface CompareEntry {
  readonly compare: string;
  readonly left: Plain;
  readonly right: Plain;
  readonly result: number;
  readonly line: number;
}

export interface TestEntry {
  readonly test: 'variable';
  readonly value: Plain;
  readonly result: number;
  readonly line: number;
}

export function emptyRecord(): StepRecord {
  return {
    replies: [],
    forwarded: [],
    routes: [],
    trace: [],
    log: [],
    questions: [],
    notes: [],
    isStopped: false,
  };
}
