import type { MessageFacts } from '../../../sip/dialog/messageFacts.ts';
import type { TraceMessage } from '../reading/traceMessage.ts';
import type { Found } from './finding.ts';

/** A message of a trace with its place in the file. It remains the same object as long as its text does, even if it moves. */
export interface TraceEntry {
  /** Counted from 0 in the order of the file. */
  readonly index: number;
  /** First line, in the file, of the block that contains the message: slices count from here. */
  readonly blockLine: number;
  /** Line of the start line. */
  readonly line: number;
  readonly message: TraceMessage;
  readonly facts: MessageFacts;
  /** The findings about the message alone, once it was checked. */
  judged: readonly Found[] | undefined;
}
