import type { PlacedRoute } from '../model/model.ts';
import type { Place } from '../model/placed.ts';
import type { RouteKind } from '../syntax/syntax.ts';
import type { Message } from './messages/message.ts';
import type { Server } from './server.ts';
import type { Transaction } from './tm/transaction.ts';
import type { Value } from './values/value.ts';

/** AVPs of a message or transaction: values by name, the newest first. */
export type AvpList = Map<string, Value[]>;

export const EXIT = 1;
export const RETURN = 2;
export const DROP = 4;
export const ASYNC = 8;
export const BREAK = 16;

/** One run of a route block by the core (run_top_route), with all that it calls. */
export interface Execution {
  readonly server: Server;
  readonly message: Message;
  readonly kind: RouteKind;
  /** The name of the block as the trace shows it: `route`, `branch_route[x]`. */
  readonly title: string;
  /** The bare name of the block; undefined for one without a name. */
  readonly name: string | undefined;
  avps: AvpList;
  transaction: Transaction | undefined;
  /** False until a transaction was looked for. */
  isLookedUp: boolean;
  /** The INVITE transaction that an ACK belongs to end to end. */
  ackTransaction: Transaction | undefined;
  /** The branch that a branch, reply or failure route runs for. */
  branchIndex: number;
  /** The message of the reply in a failure route that was picked. */
  readonly reply: Message | undefined;
  /** The bits EXIT to BREAK. */
  flags: number;
  /** Called routes, the innermost last. */
  readonly stack: StackedRoute[];
  /** What t_relay returns when it has done and answered everything: 0 never, since the script goes on. */
  relayEnds: number;
  insideErrorRoute: boolean;
  errorClass: number;
  errorInfo: string;
  errorCode: number;
  errorReason: string;
  /** Event parameters for `$param(name)` in event routes. */
  readonly eventParams?: readonly { readonly name: string; readonly value: Value }[] | undefined;
}

export interface StackedRoute {
  readonly title: string;
  readonly name: string;
  readonly params: readonly Value[] | undefined;
}

/** Where statements stand while they run: the block whose lines their positions count from. */
export interface Frame {
  readonly place: Place;
  readonly route: PlacedRoute;
  readonly title: string;
}
