import { messageFacts } from '../../sip/dialog/messageFacts.ts';
import { judgeDialog, judgeMessage } from './check/check.ts';
import type { TraceEntry } from './model/entry.ts';
import { buildFlow } from './model/flow.ts';
import { entryOf, prepare, sipMessage, traceOfRecords } from './model/model.ts';
import { parseInSteps, type TraceTree } from './reading/parser.ts';

/**
 * Reads and checks a long text in steps of some hundred lines or messages; yields the progress from 0 to 1 after each. The
 * tree is that of `parseTrace`; its model finds everything already computed.
 */
export function* readInSteps(text: string): Generator<number, TraceTree> {
  const parsing = parseInSteps([text]);
  let tree: TraceTree | undefined;
  while (tree === undefined) {
    const step = parsing.next();
    if (step.done === true) tree = step.value;
    else yield (step.value / text.length) * PARSED;
  }
  const entries: TraceEntry[] = [];
  for (const [number, block] of tree.blocks.entries()) {
    for (const message of block.messages) {
      // The check reads the whole message.
      const facts = messageFacts(sipMessage(message));
      const entry = entryOf(tree, number, message, entries.length, facts);
      judgeMessage(entry);
      entries.push(entry);
      if (entries.length % STEP === 0) yield PARSED + (number / tree.blocks.length) * (JUDGED - PARSED);
    }
  }
  const building = buildFlow(entries);
  let flow: ReturnType<typeof building.next> = building.next();
  for (let count = 1; flow.done !== true; count++) {
    judgeDialog(flow.value);
    if (count % STEP === 0) yield JUDGED;
    flow = building.next();
  }
  prepare(tree, traceOfRecords(tree, entries, flow.value));
  return tree;
}

/** The progress once the lines are read, and once the messages are checked. */
const PARSED = 0.2;
const JUDGED = 0.9;
const STEP = 100;
