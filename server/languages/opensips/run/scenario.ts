import type { Endpoint, Transport } from './messages/message.ts';

/** What a dry run is asked: messages in order, and what is known of the world around the server. */
export interface Scenario {
  readonly messages: readonly SentMessage[];
  /** What next hops answer, by `ip:port`. */
  readonly nextHops?: ReadonlyMap<string, NextHop>;
  /** Contacts that are registered, by address of record (`bob` or `bob@example.org`). */
  readonly contacts?: readonly { readonly aor: string; readonly uri: string }[];
  /** Accounts for the digest checks of the server. */
  readonly accounts?: readonly Account[];
  /** Files that functions read: tables (db_text or CSV) and the like, by the path that the script names or by base name. */
  readonly files?: ReadonlyMap<string, string>;
  /** What the user says about questions. */
  readonly assumptions?: readonly Assumption[];
  /** Addresses of host names, in lower case. */
  readonly hosts?: Readonly<Record<string, string>>;
  /** Whether other host names have addresses; a question when absent. */
  readonly resolvesNames?: boolean;
  /** Seconds since 1970; without it, what depends on the clock is a question. */
  readonly time?: number;
}

export interface SentMessage {
  readonly text: string;
  readonly source: Endpoint;
  /** The socket that the message comes in at; the first of its transport when absent. */
  readonly destination?: Endpoint | undefined;
  readonly transport: Transport;
  /** Seconds until the next message, at least; timers that end in between fire. */
  readonly wait?: number | undefined;
}

export interface NextHop {
  /** Replies by method of the request; lists of replies for the first, the second, ... request of that method. */
  readonly replies: Readonly<Record<string, readonly (readonly HopReply[])[]>>;
}

export interface HopReply {
  readonly code: number;
  readonly reason: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly delay?: number;
  readonly hasContact?: boolean;
  /** Answers the pending INVITE in place of the CANCEL. */
  readonly toInvite?: boolean;
}

export interface Account {
  readonly username: string;
  /** Any realm when absent. */
  readonly realm?: string;
  readonly password?: string;
  readonly ha1?: string;
}

/** An answer to the questions of one line of the script. */
export interface Assumption {
  /** From 1. */
  readonly line: number;
  /** `yes`, `no`, or a value: a return code or the content of a variable. */
  readonly answer: string;
}
