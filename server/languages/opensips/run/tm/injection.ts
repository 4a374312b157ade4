import { copyOfBranch } from '../messages/branch.ts';
import type { Execution } from '../server.ts';
import { cancelBranches, completedElsewhere } from './cancel.ts';
import { forward } from './relay.ts';
import { branchTimeout } from './replies.ts';
import { phonyOf, type Transaction } from './transaction.ts';

/** Adds a branch without a destination, so that the transaction waits for more branches: a number of them, or until
 * its timeout (t_wait_for_new_branches).
 */
export function waitForBranches(x: Execution, count: number | undefined): number {
  const { transaction, server, message } = x;
  if (transaction === undefined || message.method !== 'INVITE') return -1;
  const { source, socket, transport } = message.reception;
  const index = transaction.branches.length;
  const branch = {
    index,
    uri: '',
    dstUri: undefined,
    path: undefined,
    q: undefined,
    flags: new Set<string>(),
    destination: source,
    socket,
    transport,
    text: '',
    viaBranch: '',
    status: 0,
    hasReply: false,
    reply: undefined,
    onReply: undefined,
    timer: server.clock.schedule(transaction.frInviteTimeout, () =>
      server.inTimerProcess(() => branchTimeout(server, transaction, branch)),
    ),
    cancelSent: true,
    waitsFor: count === undefined ? 0 : index + count + 1,
  };
  transaction.branches.push(branch);
  return 1;
}

/** No branches are waited for beyond those that exist, and `extra` ones (t_wait_no_more_branches). */
export function waitNoMore(transaction: Transaction, extra: number): number {
  const phony = phonyOf(transaction);
  if (phony === undefined) return -1;
  phony.waitsFor = transaction.branches.length + extra;
  return 1;
}

/** Adds branches to a transaction that has been relayed: those of the request, or the first further one of a reply. */
export function injectBranches(x: Execution, flags: string): number {
  const { transaction, message, server } = x;
  if (transaction === undefined) return -1;
  if (transaction.status >= 200) return -2;
  const faked = transaction.request.clone();
  const first = message.isRequest ? message : message.branches.shift();
  if (first === undefined) return -1;
  const { uri, branchAttributes: _, ...destination } = copyOfBranch(first);
  Object.assign(faked, destination, { newUri: uri, branches: message.branches });
  if (message.isRequest) message.branches = [];
  const before = transaction.branches.slice(transaction.firstBranch);
  if (flags.includes('last')) waitNoMore(transaction, 1);
  const ret = forward({ ...x, message: faked, kind: 'request' }, transaction, {}, false);
  if (flags.includes('cancel')) cancelBranches(server, transaction, completedElsewhere, before);
  return ret === 1 ? 1 : -3;
}
