import { ownVia, signature } from '../messages/build.ts';
import { headersOf } from '../messages/differences.ts';
import type { Message } from '../messages/message.ts';
import { sendRequest } from '../network/sending.ts';
import type { Server } from '../server.ts';
import type { Transaction, TransactionBranch } from './transaction.ts';

/** What a CANCEL says when another branch was answered. */
export const completedElsewhere = 'Reason: SIP ;cause=200 ;text="Call completed elsewhere"';

/** Cancels the branches without a final reply: at once, or when the first reply comes (cancel_uacs). */
export function cancelBranches(
  server: Server,
  transaction: Transaction,
  reason?: string,
  branches: readonly TransactionBranch[] = transaction.branches.slice(transaction.firstBranch),
): void {
  for (const branch of branches) {
    if (branch.status >= 200 || branch.cancelSent) continue;
    if (branch.status === 0) branch.cancelSent = 'later';
    else sendCancel(server, transaction, branch, reason);
  }
}

export function sendCancel(
  server: Server,
  transaction: Transaction,
  branch: TransactionBranch,
  reason?: string,
): void {
  branch.cancelSent = true;
  const extra = transaction.status === 200 ? completedElsewhere : reason;
  const text = localRequest(server, transaction, branch, 'CANCEL', undefined, extra);
  sendRequest(server, text, branch.destination, branch.socket, transaction.request, true);
}

export function stopTimers(transaction: Transaction): void {
  for (const branch of transaction.branches) {
    if (branch.timer !== undefined) branch.timer.isCancelled = true;
    branch.timer = undefined;
  }
}

/** The ACK to a negative reply. */
export function acknowledge(
  server: Server,
  transaction: Transaction,
  branch: TransactionBranch,
  reply: Message,
): void {
  sendRequest(
    server,
    localRequest(server, transaction, branch, 'ACK', reply, undefined),
    branch.destination,
    branch.socket,
    transaction.request,
    true,
  );
}

/** A request that the server creates within a branch (build_local): CANCEL or ACK. */
function localRequest(
  server: Server,
  transaction: Transaction,
  branch: TransactionBranch,
  method: string,
  reply: Message | undefined,
  extra: string | undefined,
): string {
  const { request } = transaction;
  const sent = headersOf(branch.text);
  const uri = /^\S+ (\S+)/.exec(branch.text)?.[1] ?? branch.uri;
  const usesSent = transaction.notes.has('uses sent addresses');
  const header = (type: string, source: Message): string => {
    const found = source.first(type);
    if (found === undefined) return '';
    if (usesSent && reply === undefined) {
      const written = sent.find(one => one.name.toLowerCase() === found.name.toLowerCase());
      if (written !== undefined) return `${found.name}: ${written.value}`;
    }
    return `${found.name}: ${found.value}`;
  };
  // A request that answered a challenge was sent with another number.
  const sentCseq = sent.find(({ name }) => name.toLowerCase() === 'cseq')?.value ?? '';
  const routes = sent.filter(one => one.name.toLowerCase() === 'route').map(one => `Route: ${one.value}`);
  const lines = [
    `${method} ${uri} SIP/2.0`,
    `Via: ${ownVia(server, branch.socket, branch.viaBranch, request)}`,
    header('from', reply ?? request),
    header('call-id', request),
    header('to', reply ?? request),
    `CSeq: ${/^\d+/.exec(sentCseq)?.[0] ?? ''} ${method}`,
    'Max-Forwards: 70',
    ...routes,
    ...(extra === undefined ? [] : [extra]),
    ...(server.showsSignature ? [`User-Agent: ${server.userAgentHeader ?? signature(server)}`] : []),
    'Content-Length: 0',
  ];
  return `${lines.filter(line => line !== '').join('\r\n')}\r\n\r\n`;
}
