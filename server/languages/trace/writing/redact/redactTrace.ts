import { factsOf, type Trace, traceOf } from '../../model/model.ts';
import { blockText } from '../../reading/compact.ts';
import { parsePieces, printTrace, type TraceTree } from '../../reading/parser.ts';
import type { TraceMessage } from '../../reading/traceMessage.ts';
import { printedMessages } from '../printMessages.ts';
import { REDACTION_NOTE } from './note.ts';
import { hasOnlyStandIns, redactedLines } from './redactedLines.ts';

/**
 * A trace without anything that shows who talked to whom, where, about what, and with which keys. Only what
 * the standards define is kept; every other word, in messages and around them, is replaced by a stand-in of the same
 * shape, the same word by the same stand-in everywhere, different words by different ones. Messages, dialogs,
 * transactions and times are unchanged; digests no longer verify. Redacting a redacted trace changes nothing. Takes time
 * linear in the length, and no memory for the whole text.
 *
 * The lines are those of the original, unless its format shows messages in a way that cannot be written: hexadecimal
 * dumps and dissections become messages, each below a line with its time and its addresses.
 */
export function redacted(tree: TraceTree): TraceTree {
  let result = redactedOnce(tree);
  for (let pass = 1; pass < MOST_PASSES && !isRedacted(result); pass++) result = redactedOnce(result);
  return result;
}

/**
 * A stand-in may be read differently from its original, for example when what separated it from the next word has been removed.
 * Then the result is redacted again. Few texts need a second pass, and none is known that needs so many.
 */
const MOST_PASSES = 8;

function isRedacted(tree: TraceTree): boolean {
  return isWritable(tree) && hasOnlyStandIns(tree);
}

function redactedOnce(tree: TraceTree): TraceTree {
  if (isWritable(tree)) {
    const sameLines = parsePieces(redactedLines(tree));
    if (isSameTrace(tree, sameLines)) return sameLines;
  }
  const messages = parsePieces(printedMessages(traceOf(tree), {}));
  return parsePieces(redactedLines(messages));
}

/** The text of the redacted trace. */
export function redactTrace(trace: Trace): string {
  return printTrace(redacted(trace.tree));
}

/** The same below a line that says that the text was redacted, in pieces; for people who will pass it on. */
export function* redactedCopyInPieces(tree: TraceTree): Generator<string> {
  const { blocks } = redacted(tree);
  const [first] = blocks;
  if (first === undefined || !blockText(first).startsWith(REDACTION_NOTE)) yield `${REDACTION_NOTE}\n`;
  for (const block of blocks) yield blockText(block);
}

export function redactedCopy(trace: Trace): string {
  return [...redactedCopyInPieces(trace.tree)].join('');
}

function isWritable(tree: TraceTree): boolean {
  for (const message of messagesOf(tree))
    if (SHOWN_OTHERWISE.has(message.format) && message.slices.some(({ map }) => map !== undefined))
      return false;
  return true;
}

/** Formats that show a message in another encoding, or wrapped at a width. */
const SHOWN_OTHERWISE: ReadonlySet<string | undefined> = new Set([
  'Wireshark text export',
  'tcpdump',
  'ngrep',
]);

function* messagesOf(tree: TraceTree): Generator<TraceMessage> {
  for (const { messages } of tree.blocks) yield* messages;
}

/** True when the reader still sees the same messages, at the same times, between as many parties. */
function isSameTrace(before: TraceTree, after: TraceTree): boolean {
  const others = messagesOf(after);
  for (const message of messagesOf(before)) {
    const other = others.next();
    if (other.done === true || essence(message) !== essence(other.value)) return false;
  }
  return others.next().done === true;
}

/** What redaction must not change about a message. */
function essence(message: TraceMessage): string {
  const { status, callId } = factsOf(message);
  const { time, transport, source, destination } = message.context;
  const present = [callId, source, destination].map(text => text !== undefined);
  return JSON.stringify([status, message.cut, time, transport, ...present]);
}
