import type { Event } from '../clock.ts';
import type { Message } from '../messages/message.ts';
import type { Endpoint, Socket, Transport } from '../messages/reception.ts';
import type { AvpList } from '../values/value.ts';

/** A server transaction with its client branches (struct cell). */
export interface Transaction {
  readonly id: number;
  /** The request at the time the transaction was created; later changes of the script are copied in. */
  request: Message;
  readonly isInvite: boolean;
  readonly branches: TransactionBranch[];
  /** The first branch of the latest round of forwarding. */
  firstBranch: number;
  status: number;
  /** The branch whose reply was relayed; -2 for the server's own reply, -1 for none yet. */
  relayedBranch: number;
  /** The last reply that was sent, for retransmissions. */
  lastReply:
    | { readonly text: string; readonly code: number; readonly relayed: Message | undefined }
    | undefined;
  onBranch: string | undefined;
  onReply: string | undefined;
  onFailure: string | undefined;
  avps: AvpList;
  isCancelled: boolean;
  noNewBranches: boolean;
  /** Replies are not relayed (t_relay with replication). */
  isLocal: boolean;
  readonly localTag: string;
  /** Tags of the relayed 2xx replies, for the ACK. */
  readonly toTags: string[];
  frTimeout: number;
  frInviteTimeout: number;
  /** True if replies are sent back to the source port of the request. */
  forcesRport: boolean;
  readonly hooks: TransactionHooks[];
  readonly notes: Map<string, string>;
}

/** What modules do at events of a transaction. */
export interface TransactionHooks {
  /** A reply of a next hop is about to be passed on and may be changed. */
  readonly replyForwarded?: (transaction: Transaction, reply: Message, branch: number) => void;
  /** A reply, of a next hop or of the server's own, is about to go upstream. */
  readonly replyOut?: (transaction: Transaction, code: number) => void;
  /** A CANCEL for the request was seen. */
  readonly cancelled?: (transaction: Transaction, cancel: Message) => void;
  /** A final reply was sent upstream. */
  readonly replySent?: (transaction: Transaction, code: number, reply: Message | undefined) => void;
  /** A reply of a next hop arrived. */
  readonly replyReceived?: (transaction: Transaction, reply: Message, branch: number) => void;
  /** All branches failed; runs before the failure route. */
  readonly failed?: (transaction: Transaction, code: number) => void;
  /** The request is about to be sent on a branch and may be changed. */
  readonly requestForwarded?: (transaction: Transaction, request: Message) => void;
}

export interface TransactionBranch {
  readonly index: number;
  uri: string;
  dstUri: string | undefined;
  path: string | undefined;
  q: number | undefined;
  flags: Set<string>;
  destination: Endpoint;
  socket: Socket;
  transport: Transport;
  /** The request that was sent on this branch. */
  text: string;
  viaBranch: string;
  status: number;
  hasReply: boolean;
  /** The reply that is kept for the final choice; undefined for one that the server generated. */
  reply: Message | undefined;
  onReply: string | undefined;
  timer: Event | undefined;
  /** `later` if a CANCEL waits for the first reply. */
  cancelSent: boolean | 'later';
  /** Only of a branch without a destination, for which the transaction waits until it has this many branches; 0 without
   * a limit (T_UAC_IS_PHONY).
   */
  waitsFor?: number;
}

/** The last branch of this round that only waits for others. */
export function phonyOf({ branches, firstBranch }: Transaction): TransactionBranch | undefined {
  return branches.slice(firstBranch).findLast(({ waitsFor }) => waitsFor !== undefined);
}
