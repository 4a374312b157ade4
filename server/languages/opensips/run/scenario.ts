import type { Endpoint, Transport } from './messages/reception.ts';

/** The input of a dry run: messages in order, and what is known about the server's environment. */
export interface Scenario {
  readonly messages: readonly SentMessage[];
  /** The replies of next hops, by `ip:port`. */
  readonly nextHops?: ReadonlyMap<string, NextHop>;
  /** What all other next hops reply. */
  readonly otherHops?: NextHop | undefined;
  /** Contacts that are registered, by address of record (`bob` or `bob@example.org`). */
  readonly contacts?: readonly { readonly aor: string; readonly uri: string }[];
  /** Accounts for the digest checks of the server. */
  readonly accounts?: readonly Account[];
  /** Files that functions read, such as tables (db_text or CSV), by the path in the script or by base name. */
  readonly files?: ReadonlyMap<string, string>;
  /** The user's answers to questions. */
  readonly assumptions?: readonly Assumption[];
  /** Addresses of host names, in lower case. */
  readonly hosts?: Readonly<Record<string, string>>;
  /** Whether other host names have addresses; a question when absent. */
  readonly resolvesNames?: boolean;
  /** Seconds since 1970; if it is absent, everything that depends on the clock is a question. */
  readonly time?: number;
}

export interface SentMessage {
  readonly text: string;
  readonly source: Endpoint;
  /** The socket that the message arrives at; if absent, the first of its transport. */
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
  readonly toTag?: string;
  /** Answers the pending INVITE instead of the CANCEL. */
  readonly toInvite?: boolean;
}

export interface Account {
  readonly username: string;
  /** Any realm when absent. */
  readonly realm?: string;
  readonly password?: string;
  readonly ha1?: string;
}

/** An answer to the questions of one line of the script; further ones are what the statement stores in its variables, in order. */
export interface Assumption {
  /** From 1. */
  readonly line: number;
  /** The URI of the file or the end of its path. When absent, every file for which nothing else is stated. */
  readonly file?: string;
  /** `yes`, `no`, or a value: a return code or the content of a variable. */
  readonly answer: string;
}
