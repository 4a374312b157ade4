import { callIdOfText } from '../../../sip/dialog/factTexts.ts';
import { messageText } from '../reading/compact.ts';
import type { TraceTree } from '../reading/parser.ts';
import type { TraceMessage } from '../reading/traceMessage.ts';
import type { TraceEntry } from './entry.ts';
import {
  type Arrow,
  type DialogFlow,
  dialogFlow,
  dialogOf,
  type FlowInParts,
  placeArrows,
  type TraceDialog,
} from './flow.ts';
import { entryOf, factsOf, type OtherLines, othersOf, type TraceInParts } from './model.ts';

/** A trace that is read once from beginning to end, dialog by dialog, without keeping what was computed for each. */
export function passingTrace(tree: TraceTree): TraceInParts {
  return new PassingTrace(tree);
}

/**
 * Keeps two numbers for each message: those of its block and of the next message with the same Call-ID. Everything else
 * is computed when a dialog is requested, and dropped after it.
 */
class PassingTrace implements TraceInParts {
  readonly entries: (TraceEntry | undefined)[];
  readonly flow: FlowInParts & {
    readonly arrows: (Arrow | undefined)[];
    readonly dialogs: (TraceDialog | undefined)[];
  };
  readonly others: readonly OtherLines[];
  readonly withoutCallId: readonly number[];
  private readonly messages: TraceMessage[] = [];
  private readonly blockOf: Int32Array;
  private readonly next: Int32Array;
  /** The first message of each dialog. */
  private readonly first: Int32Array;
  /** Dialogs that are in memory in addition to the one that is visited. */
  private extra: number[] = [];
  private isVisiting = false;
  private responses: boolean | undefined;

  constructor(private readonly tree: TraceTree) {
    const count = tree.blocks.reduce((sum, { messages }) => sum + messages.length, 0);
    this.entries = new Array(count);
    this.others = othersOf(tree, 0, tree.blocks.length);
    this.blockOf = new Int32Array(count);
    this.next = new Int32Array(count).fill(-1);
    const first: number[] = [];
    const last: number[] = [];
    const withoutCallId: number[] = [];
    const numbers = new Map<string, number>();
    let index = 0;
    tree.blocks.forEach(({ messages }, block) => {
      for (const message of messages) {
        this.messages.push(message);
        this.blockOf[index] = block;
        const callId = callIdOf(message);
        const number = callId === undefined ? undefined : numbers.get(callId);
        if (callId === undefined) {
          withoutCallId.push(index);
        } else if (number === undefined) {
          numbers.set(callId, first.length);
          first.push(index);
          last.push(index);
        } else {
          this.next[last[number] ?? 0] = index;
          last[number] = index;
        }
        index++;
      }
    });
    this.first = Int32Array.from(first);
    this.flow = { arrows: new Array(count), dialogs: new Array(first.length) };
    this.withoutCallId = withoutCallId;
    this.place(withoutCallId, undefined);
  }

  get hasResponse(): boolean {
    this.responses ??= this.messages.some(message => factsOf(message).status !== undefined);
    return this.responses;
  }

  eachDialog(): Generator<TraceDialog> {
    return this.visit(() => true);
  }

  eachCall(): Generator<TraceDialog> {
    return this.visit(messages =>
      messages.some(index => {
        const message = this.messages[index];
        return message !== undefined && messageText(message).startsWith('INVITE');
      }),
    );
  }

  dialogAt(number: number): TraceDialog | undefined {
    const known = this.flow.dialogs[number];
    if (known !== undefined) return known;
    this.extra.push(number);
    return this.load(number, this.messagesOf(number));
  }

  private *visit(isWanted: (messages: readonly number[]) => boolean): Generator<TraceDialog> {
    const isOutermost = !this.isVisiting;
    this.isVisiting = true;
    for (let number = 0; number < this.first.length; number++) {
      const messages = this.messagesOf(number);
      if (!isWanted(messages)) continue;
      const known = this.flow.dialogs[number];
      yield known ?? this.load(number, messages);
      if (known === undefined) this.drop(number);
      if (!isOutermost) continue;
      for (const other of this.extra) this.drop(other);
      this.extra = [];
    }
    if (isOutermost) this.isVisiting = false;
  }

  private load(number: number, messages: readonly number[]): TraceDialog {
    const own = this.place(messages, number);
    const dialog = dialogOf(own.messages[0]?.facts.callId ?? '', messages, own);
    this.flow.dialogs[number] = dialog;
    return dialog;
  }

  private place(messages: readonly number[], number: number | undefined): DialogFlow {
    for (const index of messages) {
      const message = this.messages[index];
      if (message !== undefined)
        this.entries[index] = entryOf(this.tree, this.blockOf[index] ?? 0, message, index);
    }
    const own = dialogFlow(this.entries, messages, undefined);
    placeArrows(this.flow, messages, own, number);
    return own;
  }

  private drop(number: number): void {
    for (const index of this.messagesOf(number)) {
      this.entries[index] = undefined;
      this.flow.arrows[index] = undefined;
    }
    this.flow.dialogs[number] = undefined;
  }

  private messagesOf(number: number): readonly number[] {
    const messages: number[] = [];
    for (let index = this.first[number] ?? -1; index >= 0; index = this.next[index] ?? -1)
      messages.push(index);
    return messages;
  }
}

/** Equal to `factsOf(message).callId`. */
function callIdOf(message: TraceMessage): string | undefined {
  return callIdOfText(messageText(message)) ?? factsOf(message).callId;
}
