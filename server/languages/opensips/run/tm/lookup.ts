import { wholePiece } from '../../../../sip/piece.ts';
import { parseVia } from '../../../../sip/via.ts';
import { addressParameter } from '../messages/address.ts';
import type { Message } from '../messages/message.ts';
import { replyTarget, sendReply } from '../network/sending.ts';
import { noteBadHeader, noteBadUri } from '../routes.ts';
import type { Execution, Server } from '../server.ts';
import { sendLocalReply } from './localReply.ts';
import type { Transaction } from './transaction.ts';

export const E_UNSPEC = -1;
export const E_SCRIPT = -10;
export const E_BAD_REQ = -400;
export const E_BAD_TUPEL = -9;
export const E_BAD_URI = -475;
export const E_BAD_ADDRESS = -476;
export const E_IP_BLOCKED = -473;
export const E_SEND = -477;
export const E_NO_DESTINATION = -18;
export const E_NO_SOCKET = -7;
export const E_BAD_VIA = -8;

/** The headers that a transaction needs: From, To, Call-ID, CSeq and a valid Via (check_transaction_quadruple). */
export function hasTuple(message: Message): boolean {
  return ['from', 'to', 'call-id', 'cseq'].every(type => message.first(type) !== undefined);
}

interface ViaKey {
  readonly branch: string;
  readonly host: string;
  readonly port: string;
  readonly transport: string;
}

function viaKey(message: Message): ViaKey | undefined {
  const header = message.first('via');
  if (header === undefined) return undefined;
  const via = parseVia(wholePiece(header.value.split(',')[0] ?? ''));
  const branch = via.parameters.find(one => one.name.text.toLowerCase() === 'branch')?.value?.text ?? '';
  return { branch, host: via.host.text, port: via.port?.text ?? '', transport: via.transport.text };
}

function isSameVia(a: ViaKey | undefined, b: ViaKey | undefined): boolean {
  return (
    a !== undefined &&
    b !== undefined &&
    a.branch === b.branch &&
    a.host === b.host &&
    a.port === b.port &&
    a.transport === b.transport
  );
}

/** The result of a transaction lookup: the request is a retransmission, new, an end-to-end ACK, or cannot be classified. */
export type Lookup =
  | { readonly kind: 'found' | 'ack'; readonly transaction: Transaction }
  | { readonly kind: 'none' | 'invalid' };

export function lookupRequest(server: Server, message: Message): Lookup {
  if (!hasTuple(message)) return { kind: 'invalid' };
  const key = viaKey(message);
  const isAck = message.method === 'ACK';
  const isModern = key?.branch.startsWith('z9hG4bK') === true && key.branch.length > 7;
  let ackTransaction: Transaction | undefined;
  for (const transaction of server.transactions) {
    const { request } = transaction;
    if (isAck ? request.method !== 'INVITE' : request.method !== message.method) continue;
    const isSameDialog =
      request.callId === message.callId &&
      request.cseq?.number === message.cseq?.number &&
      sameFrom(request, message);
    if (isAck && transaction.status >= 200 && transaction.status < 300) {
      if (isSameDialog && ackTransaction === undefined && hasTag(transaction, message))
        ackTransaction = transaction;
      continue;
    }
    if (isModern) {
      if (request.callId !== message.callId || request.cseq?.number !== message.cseq?.number) continue;
      if (isSameVia(viaKey(request), key)) return { kind: 'found', transaction };
      continue;
    }
    if (isSameDialog && sameTo(request, message, isAck) && (isAck || isSameVia(viaKey(request), key)))
      return { kind: 'found', transaction };
  }
  return ackTransaction === undefined ? { kind: 'none' } : { kind: 'ack', transaction: ackTransaction };
}

function sameFrom(a: Message, b: Message): boolean {
  return addressParameter(a.from, 'tag') === addressParameter(b.from, 'tag');
}

function sameTo(a: Message, b: Message, byUri: boolean): boolean {
  return byUri ? a.to?.uri === b.to?.uri : a.value('to') === b.value('to');
}

/** The transaction has seen the To tag of an ACK; tags that the server creates cannot be predicted. */
function hasTag(transaction: Transaction, ack: Message): boolean {
  const tag = addressParameter(ack.to, 'tag');
  if (tag === undefined || tag === '') return false;
  return transaction.toTags.includes(tag) || transaction.relayedBranch === -2;
}

/** The INVITE or other transaction that a CANCEL is for (t_lookupOriginalT). */
export function lookupCancelled(server: Server, message: Message): Transaction | undefined {
  const key = viaKey(message);
  const found = server.transactions.find(({ request }) => {
    if (request.method === 'CANCEL' || request.method === 'ACK') return false;
    if (request.callId !== message.callId || request.cseq?.number !== message.cseq?.number) return false;
    return isSameVia(viaKey(request), key);
  });
  for (const hook of found?.hooks ?? []) if (found !== undefined) hook.cancelled?.(found, message);
  return found;
}

/** Creates the transaction of a request (t_newtran): 1 when there is one now, 0 for a retransmission, which gets the
 * same reply again, below 0 for an error.
 */
export function newTransaction(x: Execution): number {
  const { server, message } = x;
  if (x.transaction !== undefined) {
    server.error = E_SCRIPT;
    return E_SCRIPT;
  }
  const lookup = lookupRequest(server, message);
  x.isLookedUp = true;
  switch (lookup.kind) {
    case 'invalid':
      return E_BAD_TUPEL;
    case 'found':
      if (message.method !== 'ACK') retransmitReply(server, lookup.transaction);
      return 0;
    case 'ack':
      if (lookup.transaction.relayedBranch === -2) return 0;
      x.ackTransaction = lookup.transaction;
      return 1;
    default:
  }
  if (message.method === 'ACK') return 1;
  const isFromBad = message.method === 'INVITE' && message.from === undefined;
  if (isFromBad || !message.isEnded) {
    if (isFromBad) noteBadHeader(x, 'From header');
    server.error = E_UNSPEC;
    return E_BAD_REQ;
  }
  if (message.parsedUri === undefined) {
    noteBadUri(x);
    server.error = E_BAD_REQ;
    return E_BAD_REQ;
  }
  x.transaction = createTransaction(server, x);
  server.transactionMade(message, x.transaction);
  if (message.method === 'INVITE' && server.parameterNumber('tm', 'auto_100trying', 1) !== 0)
    sendLocalReply(x.server, x.transaction, message, 100, 'Giving it a try');
  return 1;
}

function createTransaction(server: Server, x: Execution): Transaction {
  const id = server.transactions.length + 1;
  // The script may have set it before.
  const timeout = (name: string, seconds: number): number =>
    Number(x.message.notes.get(name) ?? server.parameterNumber('tm', name, seconds));
  const transaction: Transaction = {
    id,
    request: x.message.clone(),
    isInvite: x.message.method === 'INVITE',
    branches: [],
    firstBranch: 0,
    status: 0,
    relayedBranch: -1,
    lastReply: undefined,
    onBranch: x.message.notes.get('on branch'),
    onReply: x.message.notes.get('on reply'),
    onFailure: x.message.notes.get('on failure'),
    avps: x.avps,
    isCancelled: false,
    noNewBranches: false,
    isLocal: false,
    localTag: `${id.toString(16).padStart(4, '0')}.run`,
    toTags: [],
    frTimeout: timeout('fr_timeout', 30),
    frInviteTimeout: timeout('fr_inv_timeout', 120),
    forcesRport: x.message.forcesRport,
    hooks: [],
    notes: new Map(),
  };
  server.transactions.push(transaction);
  return transaction;
}

export function retransmitReply(server: Server, transaction: Transaction): void {
  const { lastReply, request } = transaction;
  if (lastReply === undefined) return;
  sendReply(server, lastReply.text, replyTarget(request), request.reception.socket, lastReply.relayed);
}
