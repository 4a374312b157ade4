import { factsOfText, type MessageFacts } from '../../../sip/dialog/messageFacts.ts';
import { parseMessage, type SipMessage } from '../../../sip/message.ts';
import { spliced } from '../../../text/longLists.ts';
import { latestResults } from '../../../text/remembered.ts';
import type { Project } from '../../project.ts';
import { firstLine, messageText } from '../reading/compact.ts';
import type { TraceTree } from '../reading/parser.ts';
import type { Block, TraceMessage } from '../reading/traceMessage.ts';
import type { TraceEntry } from './entry.ts';
import type { FoundLine } from './finding.ts';
import { type Flow, type FlowInParts, flowOf, type TraceDialog, updateFlow } from './flow.ts';

/** Lines of a trace that do not belong to a message. */
export interface OtherLines {
  readonly line: number;
  readonly block: Block;
  judged: readonly FoundLine[] | undefined;
}

/** The messages of one file, of which only some dialogs are in memory: all that the picture of a dialog needs. */
export interface TraceInParts {
  readonly entries: readonly (TraceEntry | undefined)[];
  readonly others: readonly OtherLines[];
  readonly flow: FlowInParts;
  /** Indexes of the messages without Call-ID, which belong to no dialog. */
  readonly withoutCallId: readonly number[];
  readonly hasResponse: boolean;
  /** Each dialog in turn. It may be gone when the next one is requested. */
  eachDialog(): Iterable<TraceDialog>;
  /** The dialogs that may have an INVITE, likewise. */
  eachCall(): Iterable<TraceDialog>;
  /** The dialog with a number. */
  dialogAt(number: number): TraceDialog | undefined;
}

/** The messages of one file. `flow` is computed when first used. */
export interface Trace extends TraceInParts {
  readonly tree: TraceTree;
  readonly entries: readonly TraceEntry[];
  readonly flow: Flow;
}

/** The traces of a project by URI: a trace includes nothing, so there is one. */
export interface TraceModel {
  readonly traces: ReadonlyMap<string, Trace>;
}

/** The model of a project; traces whose tree did not change are kept, the others are updated in place. */
export function traceModel(project: Project<TraceTree>, previous: TraceModel | undefined): TraceModel {
  const traces = new Map<string, Trace>();
  for (const [uri, tree] of project.trees) {
    const old = previous?.traces.get(uri) ?? prepared.get(tree);
    prepared.delete(tree);
    traces.set(uri, old === undefined ? traceOf(tree) : updatedTrace(old, tree));
  }
  return { traces };
}

/** The messages of a tree. */
export function traceOf(tree: TraceTree): Trace {
  return new KeptTrace(
    tree,
    entriesOf(tree, 0, tree.blocks.length),
    othersOf(tree, 0, tree.blocks.length),
    undefined,
  );
}

/** Starts the model of a tree with what was already computed for it. */
export function prepare(tree: TraceTree, trace: Trace): void {
  prepared.set(tree, trace);
}

/** The same for a tree that was made of that one by an edit, before a model was asked for. */
export function prepareEdited(tree: TraceTree, edited: TraceTree): void {
  const trace = prepared.get(tree);
  if (trace === undefined) return;
  prepared.delete(tree);
  prepared.set(edited, trace);
}

/** The message of an entry with its facts. */
export function entryOf(
  tree: TraceTree,
  block: number,
  message: TraceMessage,
  index: number,
  facts = factsOf(message),
): TraceEntry {
  const blockLine = tree.starts[block] ?? 0;
  return {
    index,
    blockLine,
    line: blockLine + firstLine(message),
    message,
    facts,
    judged: undefined,
  };
}

export function factsOf(message: TraceMessage): MessageFacts {
  return factsOfText(messageText(message), () => sipMessage(message));
}

/** The SIP message, read when needed: a long trace does not keep all of them. Offsets are relative to `messageText`. */
export function sipMessage(message: TraceMessage): SipMessage {
  const kept = recent.get(message);
  if (kept !== undefined) return kept;
  const read = parseMessage(messageText(message));
  recent.set(message, read);
  return read;
}

const recent = latestResults<TraceMessage, SipMessage>(32);

const prepared = new WeakMap<TraceTree, Trace>();

type Mutable<Kept> = { -readonly [Key in keyof Kept]: Kept[Key] };

class KeptTrace implements Trace {
  private responses: boolean | undefined;

  constructor(
    readonly tree: TraceTree,
    readonly entries: readonly TraceEntry[],
    readonly others: readonly OtherLines[],
    private known: Flow | undefined,
    /** The flow before the latest changes, whose dialogs can be reused. */
    private stale?: Flow,
  ) {}

  get flow(): Flow {
    this.known ??= flowOf(this.entries, this.stale);
    this.stale = undefined;
    return this.known;
  }

  get withoutCallId(): readonly number[] {
    return this.entries.filter(entry => entry.facts.callId === undefined).map(({ index }) => index);
  }

  get hasResponse(): boolean {
    this.responses ??= this.entries.some(entry => entry.facts.status !== undefined);
    return this.responses;
  }

  eachDialog(): readonly TraceDialog[] {
    return this.flow.dialogs;
  }

  eachCall(): readonly TraceDialog[] {
    return this.flow.dialogs;
  }

  dialogAt(number: number): TraceDialog | undefined {
    return this.flow.dialogs[number];
  }

  get latestFlow(): Flow | undefined {
    return this.known ?? this.stale;
  }

  get isFlowKnown(): boolean {
    return this.known !== undefined;
  }
}

/** The trace of a tree that differs from an older one in some blocks; what was computed for the others is reused. */
function updatedTrace(old: Trace, tree: TraceTree): Trace {
  if (old.tree === tree) return old;
  const { head, tail } = sameBlocks(old.tree, tree);
  const oldTail = old.tree.blocks.length - tail;
  const newTail = tree.blocks.length - tail;
  const from = old.tree.starts[head] ?? 0;
  const until = old.tree.starts[oldTail] ?? 0;
  const shift = (tree.starts[newTail] ?? 0) - until;

  const first = firstFrom(old.entries, from);
  const last = firstFrom(old.entries, until);
  const added = entriesOf(tree, head, newTail, first);
  const entries = spliced(old.entries, first, last - first, added);
  if (shift !== 0 || added.length !== last - first) {
    for (let index = first + added.length; index < entries.length; index++) {
      const entry: Mutable<TraceEntry> | undefined = entries[index];
      if (entry === undefined) continue;
      entry.index = index;
      entry.blockLine += shift;
      entry.line += shift;
    }
  }

  const firstOther = firstFrom(old.others, from);
  const lastOther = firstFrom(old.others, until);
  const addedOthers = othersOf(tree, head, newTail);
  const others = spliced(old.others, firstOther, lastOther - firstOther, addedOthers);
  if (shift !== 0) {
    for (let index = firstOther + addedOthers.length; index < others.length; index++) {
      const other: Mutable<OtherLines> | undefined = others[index];
      if (other !== undefined) other.line += shift;
    }
  }

  const flow = old instanceof KeptTrace ? old.latestFlow : undefined;
  const isKept =
    old instanceof KeptTrace &&
    old.isFlowKnown &&
    added.length === last - first &&
    flow !== undefined &&
    updateFlow(flow, entries, first, added.length);
  return new KeptTrace(tree, entries, others, isKept ? flow : undefined, flow);
}

/** How many blocks at the beginning and at the end two trees share. */
function sameBlocks(old: TraceTree, tree: TraceTree): { head: number; tail: number } {
  const fewer = Math.min(old.blocks.length, tree.blocks.length);
  let head = 0;
  while (head < fewer && old.blocks[head] === tree.blocks[head]) head++;
  let tail = 0;
  while (
    tail < fewer - head &&
    old.blocks[old.blocks.length - 1 - tail] === tree.blocks[tree.blocks.length - 1 - tail]
  )
    tail++;
  return { head, tail };
}

/** Number of the first record that stands at a line or below it; records are in the order of their blocks. */
function firstFrom(records: readonly (TraceEntry | OtherLines)[], line: number): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const record = records[middle];
    const at = record === undefined ? 0 : 'blockLine' in record ? record.blockLine : record.line;
    if (at < line) low = middle + 1;
    else high = middle;
  }
  return low;
}

function entriesOf(tree: TraceTree, from: number, to: number, index = 0): TraceEntry[] {
  const entries: TraceEntry[] = [];
  for (let number = from; number < to; number++) {
    for (const message of tree.blocks[number]?.messages ?? [])
      entries.push(entryOf(tree, number, message, index + entries.length));
  }
  return entries;
}

/** The blocks without messages among some blocks of a tree. */
export function othersOf(tree: TraceTree, from: number, to: number): OtherLines[] {
  const others: OtherLines[] = [];
  for (let number = from; number < to; number++) {
    const block = tree.blocks[number];
    if (block !== undefined && block.messages.length === 0)
      others.push({ line: tree.starts[number] ?? 0, block, judged: undefined });
  }
  return others;
}

/** A trace made from records that were created one by one. */
export function traceOfRecords(tree: TraceTree, entries: readonly TraceEntry[], flow: Flow): Trace {
  return new KeptTrace(tree, entries, othersOf(tree, 0, tree.blocks.length), flow);
}
