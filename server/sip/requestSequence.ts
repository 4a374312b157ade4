import { messageFacts } from './dialog/messageFacts.ts';
import { afterResponse, type KnownDialog } from './knownDialog.ts';
import type { SipMessage } from './message.ts';
import { splitMessages } from './messages.ts';

/** Texts as the messages of one conversation, or the reason why they are not. */
export type SequenceReading =
  | {
      readonly kind: 'sequence';
      /** In order; at least one of them is a request, and the rest are responses. */
      readonly messages: readonly SipMessage[];
    }
  | { readonly kind: 'obstacle'; readonly reason: string };

/** The maximum number of messages that are explained at once. */
const LONGEST_SEQUENCE = 200;

/** Reads requests, and the responses between them, from texts that contain one or more messages each. */
export function readSequence(texts: readonly string[]): SequenceReading {
  if (texts.every(text => text.trim() === '')) return obstacle('There is no message: the text is empty.');
  const messages = texts.filter(text => text.trim() !== '').flatMap(splitMessages);
  if (messages.length > LONGEST_SEQUENCE)
    return obstacle(
      `The text contains ${messages.length} messages, but at most ${LONGEST_SEQUENCE} can be explained at once.`,
    );
  const unreadable = messages.findIndex(({ startLine }) => startLine.kind === 'unknown');
  if (unreadable >= 0) {
    const which = messages.length === 1 ? 'This' : `Message ${unreadable + 1}`;
    return obstacle(
      `${which} is not a SIP message: its first line is neither a request line such as "INVITE sip:100@192.0.2.1 SIP/2.0" nor a status line.`,
    );
  }
  if (messages.some(({ startLine }) => startLine.kind === 'request')) return { kind: 'sequence', messages };
  const [first] = messages;
  const name =
    first?.startLine.kind === 'status' ? `${first.startLine.code.text} ${first.startLine.reason.text}` : '';
  return obstacle(
    `This is a response (${name.trim()}), which does not match a device. Use the request that it answers.`,
  );
}

function obstacle(reason: string): SequenceReading {
  return { kind: 'obstacle', reason };
}

/** The state when a request of a sequence arrives. */
export interface SequenceStep<Dialog extends KnownDialog> {
  readonly message: SipMessage;
  /** Zero-based number of the request. */
  readonly index: number;
  /** Opened by the requests before. */
  readonly dialogs: readonly Dialog[];
  /** From the last challenge with the same Call-ID in the earlier responses. */
  readonly nonce: string | undefined;
}

/**
 * Follows the requests of one conversation in order. Responses show the tag of the server, which calls are established,
 * and the nonces of challenges. Requests that the server itself sends in its dialogs are skipped.
 */
export function followSequence<Dialog extends KnownDialog, Result>(
  messages: readonly SipMessage[],
  follow: (step: SequenceStep<Dialog>) => { readonly result: Result; readonly dialogs: readonly Dialog[] },
): Result[] {
  const results: Result[] = [];
  const nonces = new Map<string, string>();
  let dialogs: readonly Dialog[] = [];
  for (const message of messages) {
    const facts = messageFacts(message);
    const callId = facts.callId ?? '';
    if (message.startLine.kind !== 'request') {
      const nonce = facts.challenges.find(challenge => challenge.nonce !== undefined)?.nonce;
      if (nonce !== undefined) nonces.set(callId, nonce);
      dialogs = afterResponse(dialogs, message);
      continue;
    }
    const isOfServer = dialogs.some(
      ({ first, serverTag }) =>
        first.callId === facts.callId && serverTag !== undefined && serverTag === facts.fromTag,
    );
    if (isOfServer) continue;
    const step = follow({ message, index: results.length, dialogs, nonce: nonces.get(callId) });
    dialogs = step.dialogs;
    results.push(step.result);
  }
  return results;
}
