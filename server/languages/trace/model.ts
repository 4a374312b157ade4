import { type MessageFacts, messageFacts } from '../../sip/dialog.ts';
import { parseMessage, type SipMessage } from '../../sip/message.ts';
import type { Project } from '../language.ts';
import type { TraceMessage } from './block.ts';
import { type Flow, flowOf } from './flow.ts';
import { messageText, type TraceTree } from './parser.ts';

/** A message of a trace with its place in the file. */
export interface TraceEntry {
  /** Counted from 0 in the order of the file. */
  readonly index: number;
  /** Line of the file where the block begins that holds the message: slices count from here. */
  readonly blockLine: number;
  /** Line of the start line. */
  readonly line: number;
  readonly message: TraceMessage;
  readonly facts: MessageFacts;
}

/** The messages of one file. `flow` is worked out when it is first asked for. */
export interface Trace {
  readonly tree: TraceTree;
  readonly entries: readonly TraceEntry[];
  readonly flow: Flow;
}

/** The traces of a project by URI: a trace includes nothing, so there is one. */
export interface TraceModel {
  readonly traces: ReadonlyMap<string, Trace>;
}

/** The model of a project; traces whose tree did not change are kept. */
export function traceModel(project: Project<TraceTree>, previous: TraceModel | undefined): TraceModel {
  const traces = new Map<string, Trace>();
  for (const [uri, tree] of project.trees) {
    const old = previous?.traces.get(uri);
    traces.set(uri, old?.tree === tree ? old : traceOf(tree));
  }
  return { traces };
}

/** The messages of a tree. */
export function traceOf(tree: TraceTree): Trace {
  const entries: TraceEntry[] = [];
  tree.blocks.forEach((block, number) => {
    const blockLine = tree.starts[number] ?? 0;
    for (const message of block.messages) {
      entries.push({
        index: entries.length,
        blockLine,
        line: blockLine + (message.slices[0]?.line ?? 0),
        message,
        facts: factsOf(message),
      });
    }
  });
  let flow: Flow | undefined;
  return {
    tree,
    entries,
    get flow() {
      flow ??= flowOf(entries);
      return flow;
    },
  };
}

/** The SIP message, read when asked for: a long trace does not keep all of them. Offsets count in `messageText`. */
export function sipMessage(message: TraceMessage): SipMessage {
  const kept = recent.get(message);
  if (kept !== undefined) return kept;
  const read = parseMessage(messageText(message));
  if (recent.size >= MOST_RECENT) {
    const oldest = recent.keys().next().value;
    if (oldest !== undefined) recent.delete(oldest);
  }
  recent.set(message, read);
  return read;
}

const recent = new Map<TraceMessage, SipMessage>();
const MOST_RECENT = 256;

/** Facts are small and kept as long as the message itself, so that an edit costs only what it changed. */
const facts = new WeakMap<TraceMessage, MessageFacts>();

function factsOf(message: TraceMessage): MessageFacts {
  let known = facts.get(message);
  if (known === undefined) {
    known = messageFacts(parseMessage(messageText(message)));
    facts.set(message, known);
  }
  return known;
}
