/** What one message led to; the names are those that the server's own trace and log use. */
export interface StepRecord {
  readonly replies: SentReply[];
  readonly forwarded: (SentRequest | ClosedConnection)[];
  readonly routes: string[];
  readonly trace: TraceEntry[];
  readonly log: string[];
  readonly questions: Question[];
  /** Why nothing or not all was run, in order: a message that was dropped, a bound that was reached. */
  readonly notes: string[];
  /** True when a bound was reached. */
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
  /** Headers that the request, or the reply that is passed on, does not have. */
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
  /** Made by the server itself: the ACK to a negative reply, a CANCEL, local requests. */
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
  /** From 1; 0 when it belongs to no line. */
  readonly line: number;
  readonly text: string;
  /** The answer that the run went on with. */
  readonly assumed: string;
  /** True when the user gave the answer. */
  readonly isAnswered: boolean;
  readonly possible: readonly string[];
  /** Counts the questions of a run. */
  readonly index: number;
}

export type Plain = string | number | null;

/** One entry of the trace; statements are written when they begin and completed when they end. */
export type TraceEntry = EnterEntry | LeaveEntry | StatementEntry | CompareEntry | TestEntry;

export interface EnterEntry {
  readonly enter: string;
}

export interface LeaveEntry {
  readonly leave: string;
  readonly ret?: number;
  /** Bits: 1 exit, 2 return, 4 drop, 8 goes on asynchronously. */
  readonly flags?: number;
}

export interface StatementEntry {
  /** From 1, as the server counts. */
  readonly line: number;
  /** The file, when it is not the root of the script. */
  readonly file?: string;
  readonly do: string;
  ret?: number;
  /** 1 and 0 as true and false, -1 after an error in the expression, -127 when the script ended inside it. */
  cond?: boolean | number;
  conds?: (boolean | number)[];
  value?: Plain;
  /** The route block that the statement stands in. */
  readonly route: string;
  /** What the statement changed, for people: `$ru = sip:...`. */
  changes?: string[];
  /** What left the server while the statement ran, for people: `404 Not Found to 192.0.2.1:5060`. */
  sent?: string[];
  /** Arguments as they were expanded, for people. */
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
