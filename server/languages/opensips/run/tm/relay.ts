import { DROP } from '../flowFlags.ts';
import { addressParameter } from '../messages/address.ts';
import { type MessageBranch, newBranch } from '../messages/branch.ts';
import { buildRequest, ownVia } from '../messages/build.ts';
import type { Message } from '../messages/message.ts';
import { isAddress } from '../messages/network.ts';
import type { Endpoint, Socket, Transport } from '../messages/reception.ts';
import { parseServerUri, uriParameter, uriPort, uriTransport } from '../messages/uri.ts';
import { knownAddress } from '../network/hosts.ts';
import { sendRequest } from '../network/sending.ts';
import { newExecution, runTopRoute } from '../routes.ts';
import type { Execution, Server } from '../server.ts';
import { sendSocketFor } from '../sockets.ts';
import { cancelBranches } from './cancel.ts';
import { errorReason } from './errors.ts';
import { sendLocalReply } from './localReply.ts';
import {
  E_BAD_ADDRESS,
  E_BAD_REQ,
  E_BAD_URI,
  E_IP_BLOCKED,
  E_NO_DESTINATION,
  E_NO_SOCKET,
  E_SEND,
  lookupCancelled,
  newTransaction,
} from './lookup.ts';
import { branchTimeout, relayReply } from './replies.ts';
import type { Transaction, TransactionBranch } from './transaction.ts';

/** Options of t_relay, by the names of its flags. */
export interface RelayOptions {
  readonly proxy?: string | undefined;
  readonly hidesErrors?: boolean;
  readonly isReplica?: boolean;
  readonly addsReason?: boolean;
}

/** Relays a request with its transaction (t_relay): 1, or the error code that the script sees. */
export function relay(x: Execution, options: RelayOptions): number {
  const { server, message } = x;
  if (x.transaction === undefined) {
    if (x.kind === 'failure') return -1;
    const ret = relayNew(x, options);
    if (ret < 0) return scriptError(server.error);
    return ret === 0 ? x.relayEnds : ret;
  }
  if (x.kind !== 'request' && x.kind !== 'failure') return 0;
  if (message.method === 'ACK') return 1;
  const { transaction } = x;
  if (x.kind === 'request') update(transaction.request, message);
  const ret = forward(x, transaction, options, true);
  return ret <= 0 ? scriptError(server.error) : ret;
}

/** t_relay without a transaction yet; 0 when everything was done and answered. */
function relayNew(x: Execution, options: RelayOptions): number {
  const { server, message } = x;
  const made = newTransaction(x);
  x.relayEnds = 1;
  if (made < 0) {
    return made;
  }
  if (made === 0) return 0;
  if (message.method === 'ACK') return forwardStateless(x, options.proxy);
  const { transaction } = x;
  if (transaction === undefined) return -1;
  if (options.isReplica === true) transaction.isLocal = true;
  const ret = forward(x, transaction, options, false);
  if (ret > 0) return ret;
  if (options.hidesErrors === true || options.isReplica === true) return ret;
  const { code, reason } = errorReason(server.error, 'TM');
  return sendLocalReply(server, transaction, message, code, reason) > 0 ? 0 : ret;
}

/** The script's code for a relay error (t_relay_inerr2scripterr). */
function scriptError(error: number): number {
  switch (error) {
    case E_BAD_URI:
    case E_BAD_REQ:
      return -2;
    case E_NO_DESTINATION:
      return -3;
    case E_BAD_ADDRESS:
      return -4;
    case E_IP_BLOCKED:
      return -5;
    case E_NO_SOCKET:
    case E_SEND:
      return -6;
    default:
      return -1;
  }
}

/** Copies the changes of the script to the request that the transaction keeps (update_cloned_msg_from_msg). */
function update(kept: Message, changed: Message): void {
  kept.edits = [...changed.edits];
  kept.recordRoutes = changed.recordRoutes.map(route => ({ ...route }));
  kept.newUri = changed.newUri;
  kept.flags = new Set(changed.flags);
  kept.parts = changed.parts;
  kept.forcesRport = kept.forcesRport || changed.forcesRport;
  for (const [key, value] of changed.notes) kept.notes.set(key, value);
}

/** Adds a branch for the Request-URI and for each further destination, then sends them all (t_forward_nonack). */
export function forward(
  x: Execution,
  transaction: Transaction,
  options: RelayOptions,
  isAgain: boolean,
): number {
  const { server, message } = x;
  transaction.request.flags = new Set(message.flags);
  if (message.method === 'CANCEL') {
    const invite = lookupCancelled(server, message);
    if (invite !== undefined) {
      cancelInvite(x, transaction, invite, options);
      return 1;
    }
  }
  if (transaction.noNewBranches) return fail(server, E_NO_DESTINATION, -1);
  if (transaction.isCancelled) {
    if (transaction.branches.length === 0)
      sendLocalReply(server, transaction, message, 487, 'Request Terminated');
    return fail(server, E_NO_DESTINATION, -1);
  }
  if (isAgain) {
    const { branches } = transaction;
    // A branch that waits for others is kept.
    transaction.firstBranch = branches.length - (branches.at(-1)?.waitsFor === undefined ? 0 : 1);
  }
  const first: MessageBranch = {
    ...newBranch(message.uri),
    dstUri: message.dstUri,
    path: message.path,
    q: message.q,
    sendSocket: message.sendSocket,
    branchFlags: new Set(message.branchFlags),
  };
  const added: TransactionBranch[] = [];
  let lowest = -5;
  for (const destination of [first, ...message.branches]) {
    const result = addBranch(x, transaction, destination, options.proxy);
    if (typeof result === 'number') lowest = result;
    else added.push(result);
  }
  message.branches = [];
  transaction.onBranch = message.notes.get('on branch') ?? transaction.onBranch;
  message.notes.delete('on branch');
  transaction.request.flags = new Set(message.flags);
  if (added.length === 0) return fail(server, lowest, lowest);
  for (const branch of added) send(server, transaction, branch);
  server.error = 0;
  transaction.notes.set('forwarded', 'yes');
  return 1;
}

function fail(server: Server, error: number, ret: number): number {
  server.error = error;
  return ret;
}

function send(server: Server, transaction: Transaction, branch: TransactionBranch): void {
  sendRequest(server, branch.text, branch.destination, branch.socket, transaction.request);
  branch.timer = server.clock.schedule(transaction.frTimeout, () =>
    server.inTimerProcess(() => branchTimeout(server, transaction, branch)),
  );
}

/** Runs the branch route and builds the request of one branch (add_uac); an error code when there is none. */
function addBranch(
  x: Execution,
  transaction: Transaction,
  destination: MessageBranch,
  proxy: string | undefined,
): TransactionBranch | number {
  const restore = lendToBranch(x.message, destination);
  const onReply = runBranchRoute(x, transaction);
  const branch = onReply === 'dropped' ? -1 : branchOf(x, transaction, destination, proxy, onReply.name);
  restore();
  if (typeof branch === 'object') transaction.branches.push(branch);
  return branch;
}

/** Points the message to one destination, which its branch route can change; returns the function that undoes all of it. */
function lendToBranch(message: Message, destination: MessageBranch): () => void {
  const kept = {
    newUri: message.newUri,
    dstUri: message.dstUri,
    path: message.path,
    branchFlags: message.branchFlags,
    edits: message.edits,
    recordRoutes: message.recordRoutes,
    sendSocket: message.sendSocket,
    parts: message.parts,
  };
  message.newUri =
    destination.uri === message.requestUri && kept.newUri === undefined ? undefined : destination.uri;
  message.dstUri = destination.dstUri;
  message.path = destination.path;
  message.branchFlags = new Set(destination.branchFlags);
  message.edits = [...message.edits];
  message.recordRoutes = message.recordRoutes.map(route => ({ ...route }));
  if (destination.sendSocket !== undefined) message.sendSocket = destination.sendSocket;
  return () => {
    Object.assign(message, kept);
  };
}

/** Runs the armed branch route, if any: the reply route that it arms for this branch, or `dropped`. */
function runBranchRoute(
  { server, message }: Execution,
  transaction: Transaction,
): { readonly name: string | undefined } | 'dropped' {
  const onBranch = message.notes.get('on branch') ?? transaction.onBranch;
  if (onBranch === undefined || onBranch === '') return { name: undefined };
  const onReplyBefore = message.notes.get('on reply');
  const branchRun = newExecution(server, {
    kind: 'branch',
    name: onBranch,
    message,
    avps: transaction.avps,
    transaction,
    branchIndex: transaction.branches.length,
  });
  message.notes.delete('branch on reply');
  const flags = runTopRoute(branchRun);
  const name = message.notes.get('branch on reply');
  message.notes.delete('branch on reply');
  if (onReplyBefore !== undefined) message.notes.set('on reply', onReplyBefore);
  return flags !== undefined && (flags & DROP) !== 0 ? 'dropped' : { name };
}

/** The branch for the message after its branch route; an error code when it cannot be sent. */
function branchOf(
  { server, message }: Execution,
  transaction: Transaction,
  destination: MessageBranch,
  proxy: string | undefined,
  onReply: string | undefined,
): TransactionBranch | number {
  for (const hook of transaction.hooks) hook.requestForwarded?.(transaction, message);
  const target =
    proxy === undefined
      ? targetOf(server, message.dstUri || message.uri, message.sendSocket)
      : targetOf(server, proxy, undefined);
  if (target === undefined) return E_BAD_ADDRESS;
  const socket = sendSocketFor(server, message, target.transport);
  if (socket === undefined) return fail(server, E_NO_SOCKET, E_NO_SOCKET);
  const index = transaction.branches.length;
  const viaBranch = `z9hG4bK.run.${transaction.id}.${index}`;
  return {
    index,
    uri: message.uri,
    dstUri: message.dstUri || undefined,
    path: message.path,
    q: destination.q,
    flags: message.branchFlags,
    destination: target,
    socket,
    transport: target.transport,
    text: buildRequest(server, message, { socket, branch: viaBranch }),
    viaBranch,
    status: 0,
    hasReply: false,
    reply: undefined,
    onReply,
    timer: undefined,
    cancelSent: false,
  };
}

export interface Target extends Endpoint {
  readonly transport: Transport;
}

/** The address that a URI resolves to; a host name that cannot be resolved here is a question. */
export function targetOf(server: Server, uri: string, forced: Socket | undefined): Target | undefined {
  const parsed = parseServerUri(uri) ?? proxyUri(uri);
  if (parsed === undefined || parsed.host === '') return undefined;
  const transport =
    forced?.transport ?? transportOf(parsed.transport ?? (parsed.scheme === 'sips' ? 'tls' : 'udp'));
  if (transport === undefined) return undefined;
  const port =
    parsed.portNumber === 0 ? uriPort({ ...parsed, transport: uriTransport(parsed) }) : parsed.portNumber;
  const maddr = uriParameter(parsed.params, 'maddr');
  const host = (maddr || parsed.host).replace(/^\[|\]$/g, '');
  const known = knownAddress(server, host);
  if (known !== undefined) return { address: known, port, transport };
  if (server.scenario.resolvesNames === false) return undefined;
  const answer = server.questions.ask(`Does the host name ${host} resolve, and to which address?`, 'yes', [
    'yes',
    'no',
  ]);
  if (answer === 'no') return undefined;
  return { address: isAddress(answer) ? answer : host, port, transport };
}

function proxyUri(text: string): ReturnType<typeof parseServerUri> {
  const match = /^(?:(udp|tcp|tls|ws|wss|sctp):)?(\[[^\]]+\]|[^:]+)(?::(\d+))?$/i.exec(text);
  if (match === null) return undefined;
  const port = match[3] === undefined ? '' : `:${match[3]}`;
  return parseServerUri(
    `sip:${match[2]}${port}${match[1] === undefined ? '' : `;transport=${match[1].toLowerCase()}`}`,
  );
}

function transportOf(text: string): Transport | undefined {
  const lower = text.toLowerCase();
  return (['udp', 'tcp', 'tls', 'ws', 'wss', 'sctp'] as const).find(one => one === lower);
}

/** Forwards a request without a transaction, as an ACK or with forward(). */
export function forwardStateless(x: Execution, proxy: string | undefined): number {
  const { server, message } = x;
  const target = targetOf(server, proxy ?? message.dstUri ?? message.uri, message.sendSocket);
  if (target === undefined) return fail(server, E_BAD_ADDRESS, E_BAD_ADDRESS);
  const socket = sendSocketFor(server, message, target.transport);
  if (socket === undefined) return fail(server, E_NO_SOCKET, E_NO_SOCKET);
  const branch = `z9hG4bK.run.s${message.number}`;
  sendRequest(server, buildRequest(server, message, { socket, branch }), target, socket, message);
  // The Via stays in the message: forwarded again, the message has two.
  const via = message.first('via');
  if (via !== undefined)
    message.edit({
      at: via.start,
      remove: 0,
      insert: `Via: ${ownVia(server, socket, branch, message)}\r\n`,
    });
  return 1;
}

/** A CANCEL is answered here and sent to the ringing branches (cancel_invite). */
function cancelInvite(x: Execution, cancel: Transaction, invite: Transaction, options: RelayOptions): void {
  const { server, message } = x;
  invite.isCancelled = true;
  sendLocalReply(server, cancel, message, 200, 'canceling');
  const reason = message.value('reason');
  const isPassedOn = options.addsReason === true && reason !== undefined;
  const usual = `Reason: ${isPassedOn ? reason : 'SIP;cause=487;text="ORIGINATOR_CANCEL"'}`;
  cancelBranches(server, invite, message.notes.get('cancel reason')?.trimEnd() ?? usual);
  const [only, second] = invite.branches.slice(invite.firstBranch);
  if (only?.waitsFor !== undefined && second === undefined) relayReply(server, invite, only, undefined, 487);
}

export function hasToTag(message: Message): boolean {
  const tag = addressParameter(message.to, 'tag');
  return tag !== undefined && tag !== '';
}
