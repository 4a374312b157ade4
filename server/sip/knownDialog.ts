import { type MessageFacts, messageFacts } from './dialog/messageFacts.ts';
import type { SipMessage } from './message.ts';

/**
 * A call or subscription that a server takes part in, according to the messages so far (RFC 3261 section 12). The server
 * is the side that received the first request.
 */
export interface KnownDialog {
  /** Of the request that started it: Call-ID, tag of the caller, branch. */
  readonly first: MessageFacts;
  readonly method: 'INVITE' | 'SUBSCRIBE';
  /** The tag of the server; undefined until a message contains it. */
  readonly serverTag: string | undefined;
  readonly lastCSeq: number;
  /** In capital letters. */
  readonly lastMethod: string;
  /** An ACK, a 2xx or a later request was seen. Otherwise it is unknown whether the call is ringing or answered. */
  readonly isAnswered: boolean;
}

/** The dialog that a request starts. */
export function newDialog(message: SipMessage, method: KnownDialog['method']): KnownDialog {
  const first = messageFacts(message);
  return {
    first,
    method,
    serverTag: undefined,
    lastCSeq: first.cseq ?? 0,
    lastMethod: method,
    isAnswered: false,
  };
}

/** Does a request have the Call-ID and the tags of a dialog? An unknown server tag matches every tag. */
export function hasTagsOf(facts: MessageFacts, dialog: KnownDialog): boolean {
  return (
    facts.callId === dialog.first.callId &&
    facts.fromTag === dialog.first.fromTag &&
    (facts.toTag === undefined || dialog.serverTag === undefined || facts.toTag === dialog.serverTag)
  );
}

/** A dialog after a request that belongs to it. */
export function afterRequest<Dialog extends KnownDialog>(dialog: Dialog, facts: MessageFacts): Dialog {
  const method = facts.method?.toUpperCase() ?? '';
  return {
    ...dialog,
    serverTag: dialog.serverTag ?? facts.toTag,
    lastCSeq: Math.max(dialog.lastCSeq, facts.cseq ?? 0),
    lastMethod: method,
    isAnswered: dialog.isAnswered || (method !== 'CANCEL' && facts.toTag !== undefined),
  };
}

/**
 * Dialogs after a response of the server: it contains the tag of the server, and shows that a call is established or
 * has ended.
 */
export function afterResponse<Dialog extends KnownDialog>(
  dialogs: readonly Dialog[],
  response: SipMessage,
): readonly Dialog[] {
  const { callId, fromTag, toTag, status = 0, cseqMethod } = messageFacts(response);
  return dialogs.flatMap(dialog => {
    const { first, method } = dialog;
    if (first.callId !== callId || first.fromTag !== fromTag || cseqMethod !== method) return [dialog];
    if (status >= 300) return dialog.isAnswered ? [dialog] : [];
    const isAnswered = dialog.isAnswered || status >= 200;
    return [{ ...dialog, serverTag: dialog.serverTag ?? toTag, isAnswered }];
  });
}

/** The contents of a Replaces header (RFC 3891 section 6.1). */
export interface Replaced {
  readonly callId: string;
  readonly toTag: string | undefined;
  readonly fromTag: string | undefined;
  readonly isEarlyOnly: boolean;
}

export function readReplaces(value: string): Replaced {
  const [callId = '', ...parameters] = value.split(';').map(part => part.trim());
  const tagIn = (name: string): string | undefined =>
    parameters.find(part => part.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
  return {
    callId,
    toTag: tagIn('to-tag'),
    fromTag: tagIn('from-tag'),
    isEarlyOnly: parameters.some(part => /^early-only$/i.test(part)),
  };
}

/** The call to be replaced. Its tags are from the server's viewpoint: its own in `to-tag`, the caller's in `from-tag`. */
export function replacedDialog<Dialog extends KnownDialog>(
  dialogs: readonly Dialog[],
  { callId, toTag, fromTag }: Replaced,
): Dialog | undefined {
  return dialogs.find(
    ({ first, method, serverTag }) =>
      method === 'INVITE' &&
      first.callId === callId &&
      first.fromTag === fromTag &&
      toTag !== undefined &&
      (serverTag === undefined || serverTag === toTag),
  );
}
