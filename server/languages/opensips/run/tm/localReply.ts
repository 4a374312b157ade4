import { buildReply } from '../messages/build.ts';
import type { Message } from '../messages/message.ts';
import { replyTarget, sendReply } from '../network/sending.ts';
import type { Server } from '../server.ts';
import { cancelBranches, stopTimers } from './cancel.ts';
import type { Transaction } from './transaction.ts';

/** A reply that the server creates within a transaction (_reply): 1, or -1 when a final one was already sent. */
export function sendLocalReply(
  server: Server,
  transaction: Transaction,
  message: Message,
  code: number,
  reason: string,
  body?: { readonly text: string; readonly type: string },
): number {
  if (code >= 300 && code < 400) addDestinations(message);
  if (transaction.status >= 200) {
    stopTimers(transaction);
    if (transaction.isInvite) cancelBranches(server, transaction);
    return -1;
  }
  transaction.status = code;
  transaction.relayedBranch = -2;
  if (message.forcesRport) transaction.request.forcesRport = true;
  const text = buildReply(
    server,
    message,
    code,
    reason,
    code >= 180 ? transaction.localTag : undefined,
    body,
  );
  transaction.lastReply = { text, code, relayed: undefined };
  if (code >= 200) {
    if (transaction.isInvite) cancelBranches(server, transaction);
    stopTimers(transaction);
    transaction.toTags.push(transaction.localTag);
  }
  for (const hook of transaction.hooks) hook.replyOut?.(transaction, code);
  sendReply(server, text, replyTarget(message), message.reception.socket, undefined);
  if (code >= 200) for (const hook of transaction.hooks) hook.replySent?.(transaction, code, undefined);
  return 1;
}

/** A 3xx contains the destinations of the request as Contact (print_dset). */
export function addDestinations(message: Message): void {
  const entries: string[] = [];
  const withQ = (uri: string, q: number | undefined): string =>
    `<${uri}>${q === undefined ? '' : `;q=${q >= 1000 ? '1' : `0.${String(q).padStart(3, '0').replace(/0+$/, '') || '0'}`}`}`;
  if (message.newUri !== undefined) entries.push(withQ(message.newUri, message.q));
  for (const branch of message.branches) entries.push(withQ(branch.uri, branch.q));
  if (entries.length > 0) message.replyHeaders.push(`Contact: ${entries.join(', ')}\r\n`);
}

/** The codes that functions accept, also those of variables (fixup_reply_code). */
export function isReplyCode(code: number): boolean {
  return code >= 100 && code <= 699;
}
