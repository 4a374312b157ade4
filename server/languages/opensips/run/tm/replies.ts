import { DROP } from '../flowFlags.ts';
import { addressParameter } from '../messages/address.ts';
import { buildForwardedReply, buildReply } from '../messages/build.ts';
import { headersOf } from '../messages/differences.ts';
import { isKnownMethod, type Message } from '../messages/message.ts';
import { replyTarget, sendReply } from '../network/sending.ts';
import { newExecution, runTopRoute } from '../routes.ts';
import type { Server } from '../server.ts';
import { acknowledge, cancelBranches, sendCancel, stopTimers } from './cancel.ts';
import type { Transaction, TransactionBranch } from './transaction.ts';

/** Handles a received reply (reply_received): false when it matches no transaction. */
export function replyReceived(server: Server, reply: Message): boolean {
  const found = matchReply(server, reply);
  if (found === undefined) return false;
  const { transaction, branch } = found;
  const { code } = reply;
  if (reply.cseq?.method === 'CANCEL' && transaction.isInvite) return true;
  if (reply.code >= 200 && branch.timer !== undefined) {
    branch.timer.isCancelled = true;
    branch.timer = undefined;
  }
  if (transaction.isInvite && reply.code >= 300) acknowledge(server, transaction, branch, reply);
  for (const hook of transaction.hooks) hook.replyReceived?.(transaction, reply, branch.index);
  for (const name of [branch.onReply, transaction.onReply]) {
    if (name === undefined || name === '') continue;
    reply.flags = new Set(transaction.request.flags);
    reply.branchFlags = new Set(branch.flags);
    const usesAvps = server.parameterNumber('tm', 'onreply_avp_mode', 0) !== 0;
    const x = newExecution(server, {
      kind: 'onreply',
      name,
      message: reply,
      transaction,
      branchIndex: branch.index,
      ...(usesAvps ? { avps: transaction.avps } : {}),
    });
    const flags = runTopRoute(x);
    branch.flags = reply.branchFlags;
    transaction.request.flags = new Set(reply.flags);
    if (flags !== undefined && (flags & DROP) !== 0 && code < 200) return true;
  }
  branch.hasReply = true;
  const wasStatus = branch.status;
  if (branch.cancelSent === 'later' || (transaction.isCancelled && !branch.cancelSent)) {
    branch.cancelSent = true;
    if (reply.code < 200) sendCancel(server, transaction, branch);
  }
  // A code that the script has changed is only that of the reply, not of the branch.
  relayReply(server, transaction, branch, reply, code);
  if (reply.code < 200 && reply.code >= 100 && transaction.isInvite)
    restartTimer(server, transaction, branch, wasStatus);
  return true;
}

function matchReply(
  server: Server,
  reply: Message,
): { readonly transaction: Transaction; readonly branch: TransactionBranch } | undefined {
  const via = reply.first('via')?.value ?? '';
  const id = /branch=(z9hG4bK\.run\.[\w.]+)/.exec(via)?.[1];
  if (id === undefined) return undefined;
  for (const transaction of server.transactions) {
    const branch = transaction.branches.find(one => one.viaBranch === id);
    if (branch === undefined) continue;
    const written = reply.cseq?.method ?? '';
    const method = isKnownMethod(written) ? written.toUpperCase() : written;
    if (method !== transaction.request.method && !(method === 'CANCEL' && transaction.isInvite))
      return undefined;
    return { transaction, branch };
  }
  return undefined;
}

/** The first provisional reply starts the longer timeout for the final one. */
function restartTimer(
  server: Server,
  transaction: Transaction,
  branch: TransactionBranch,
  before: number,
): void {
  const restarts = server.parameterNumber('tm', 'restart_fr_on_each_reply', 1) !== 0;
  if (before >= 100 && !restarts) return;
  if (branch.timer !== undefined) branch.timer.isCancelled = true;
  branch.timer = server.clock.schedule(transaction.frInviteTimeout, () =>
    server.inTimerProcess(() => branchTimeout(server, transaction, branch)),
  );
}

/** Without a final reply in time, the branch counts as answered with 408 (fake_reply). */
export function branchTimeout(server: Server, transaction: Transaction, branch: TransactionBranch): void {
  branch.timer = undefined;
  if (branch.status >= 200 || transaction.status >= 200) return;
  if (transaction.isInvite)
    cancelBranches(server, transaction, 'Reason: SIP;cause=480;text="NO_ANSWER"', [branch]);
  relayReply(server, transaction, branch, undefined, 408);
}

/** Decides what a reply does to the transaction, and relays the reply if needed (relay_reply). */
export function relayReply(
  server: Server,
  transaction: Transaction,
  branch: TransactionBranch,
  reply: Message | undefined,
  code: number,
): void {
  const isThrough = code >= 200 && code < 300 && transaction.isInvite;
  if (transaction.status >= 200) {
    if (!isThrough) return;
    branch.status = code;
    passOn(server, transaction, branch.index, reply, code, false);
    return;
  }
  if (branch.status >= 200 && !(isThrough && branch.status < 300)) return;
  if (code < 300) {
    branch.status = code;
    if (code === 100) return;
    if (code >= 200) {
      passOn(server, transaction, branch.index, reply, code, true);
      cancelBranches(server, transaction);
      stopTimers(transaction);
    } else passOn(server, transaction, branch.index, reply, code, false);
    return;
  }
  branch.status = code;
  branch.reply = reply;
  let picked: TransactionBranch | undefined;
  if (code >= 600 && server.parameterNumber('tm', 'disable_6xx_block', 0) === 0) {
    picked = branch;
    transaction.noNewBranches = true;
  } else {
    picked = pickBranch(transaction);
    if (picked === undefined) return;
  }
  const count = transaction.branches.length;
  transaction.notes.delete('forwarded');
  for (const hook of transaction.hooks) hook.failed?.(transaction, picked.status);
  runFailureRoute(server, transaction, picked, branch);
  if (transaction.status >= 200) return;
  if (transaction.branches.length > count && transaction.notes.has('forwarded')) return;
  passOn(server, transaction, picked.index, picked.reply, picked.status, true);
  if (code >= 600) cancelBranches(server, transaction);
}

/** The best of all branches once each has its final reply (t_pick_branch); undefined while one is open. */
function pickBranch(transaction: Transaction): TransactionBranch | undefined {
  let best: TransactionBranch | undefined;
  for (const branch of transaction.branches.slice(transaction.firstBranch)) {
    if (isSkipped(transaction, branch)) continue;
    if (branch.status < 200) return undefined;
    if (
      best === undefined ||
      priority(branch.status, transaction.isCancelled) < priority(best.status, transaction.isCancelled)
    )
      best = branch;
  }
  return best;
}

/** A branch that waits for others does not count once enough have come, or the caller has given up. */
function isSkipped({ isCancelled, branches }: Transaction, { waitsFor, status }: TransactionBranch): boolean {
  if (waitsFor === undefined) return false;
  return (isCancelled && status < 299) || (waitsFor !== 0 && waitsFor <= branches.length);
}

function priority(code: number, isCancelled: boolean): number {
  switch (Math.floor(code / 100)) {
    case 1:
    case 2:
      return code;
    case 6:
      return code - 300;
    case 3:
      return code + 100;
    case 5:
      return code === 503 ? 801 : code + 200;
    case 4: {
      const first = [401, 407, 415, 420, 484].indexOf(code);
      if (first >= 0) return 500 + first;
      if (code === 408) return 800;
      return code === 487 && isCancelled ? 0 : code + 200;
    }
    default:
      return code + 200;
  }
}

function runFailureRoute(
  server: Server,
  transaction: Transaction,
  picked: TransactionBranch,
  current: TransactionBranch,
): void {
  const name = transaction.onFailure;
  if (name === undefined || name === '') return;
  transaction.onFailure = undefined;
  const message = transaction.request.clone();
  message.newUri = undefined;
  message.dstUri = undefined;
  message.path = undefined;
  message.q = undefined;
  message.sendSocket = undefined;
  message.branchFlags = new Set();
  message.notes.delete('on failure');
  message.notes.delete('on branch');
  const x = newExecution(server, {
    kind: 'failure',
    name,
    message,
    avps: transaction.avps,
    transaction,
    branchIndex: picked.index,
    currentBranch: current.index,
    reply: picked.reply,
  });
  runTopRoute(x);
  transaction.request.flags = new Set(message.flags);
}

/** Sends a reply upstream: that of a next hop, or the server's own for a timeout. */
function passOn(
  server: Server,
  transaction: Transaction,
  index: number,
  reply: Message | undefined,
  code: number,
  isFinal: boolean,
): void {
  const { request } = transaction;
  transaction.relayedBranch = index;
  if (transaction.isLocal) {
    transaction.status = code;
    return;
  }
  let text: string;
  let sentCode = code;
  if (reply === undefined) {
    text = buildReply(
      server,
      request,
      code,
      timeoutReason(code),
      code >= 180 ? transaction.localTag : undefined,
    );
  } else {
    if (reply.code === 503 && request.isRequest) {
      // A 503 would mean that this server is down, so it is relayed as 500 (RFC 3261 section 16.7).
      reply.code = server.parameterNumber('tm', 'relay_503', 0) === 0 ? 500 : 503;
    }
    for (const hook of transaction.hooks) hook.replyForwarded?.(transaction, reply, index);
    text = buildForwardedReply(server, reply, request.reception.socket);
    sentCode = reply.code;
    const tag = addressParameter(reply.to, 'tag');
    if (tag !== undefined && tag !== '' && code >= 200 && code < 300) transaction.toTags.push(tag);
  }
  transaction.status = sentCode;
  transaction.lastReply = { text, code: sentCode, relayed: reply };
  if (headersOf(text).every(({ name }) => !/^(via|v)$/i.test(name))) return;
  for (const hook of transaction.hooks) hook.replyOut?.(transaction, sentCode);
  sendReply(server, text, replyTarget(request), request.reception.socket, reply);
  if (isFinal && sentCode >= 200)
    for (const hook of transaction.hooks) hook.replySent?.(transaction, sentCode, reply);
}

function timeoutReason(code: number): string {
  return code === 408 ? 'Request Timeout' : 'Request Terminated';
}
