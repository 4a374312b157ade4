import type { MessageFacts } from '../../../sip/dialog/messageFacts.ts';
import type { TraceMessage } from '../reading/traceMessage.ts';
import type { Found } from './finding.ts';

/** A message of a trace with its place in the file. It stays the same object while its text does, wherever it moves. */
export interface TraceEntry {
  /** Counted from 0 in the order of the file. */
  readonly index: number;
  /** Line of the file where the block begins that holds the message: slices count from here. */
  readonly blockLine: number;
  /** Line of the start line. */
  readonly line: number;
  readonly message: TraceMessage;
  readonly facts: MessageFacts;
  /** What the rules said about the message alone, once they were asked. */
  judged: readonly Found[] | undefined;
}
