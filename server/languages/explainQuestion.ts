import type { SipMessage } from '../sip/message.ts';
import { canonicalAddress, type PacketSource, SIP_TRANSPORTS, viaSource } from '../sip/packetSource.ts';

/**
 * A question about messages: plain data, so that it can be sent to a language server. A language uses what its server
 * needs. Contains passwords if the client's answers are given: never logged.
 */
export interface ExplainQuestion {
  /** Messages in the order in which they arrive, as pasted or found; absent only if `device` is set. */
  readonly messages?: readonly string[] | undefined;
  /** Instead of messages: "what would match this device?", by its name. */
  readonly device?: string | undefined;
  /** Where each message comes from; the last one applies to the rest. By default, from the topmost Via. */
  readonly sources?: readonly PacketPlace[] | undefined;
  /** Address of the server that each message comes to; the last one applies to the rest. */
  readonly destinations?: readonly PacketPlace[] | undefined;
  /** The last one applies to the rest. By default, from the topmost Via. */
  readonly transports?: readonly PacketSource['transport'][] | undefined;
  /** In the order in which they were made. */
  readonly registrations?: readonly Registration[] | undefined;
  /** The client's answers to challenges; more than one for accounts of several realms. */
  readonly answers?: readonly ClientAnswer[] | undefined;
  /** The nonce of the challenge that the first message answers. */
  readonly nonce?: string | undefined;
  /** Addresses of host names, in lower case: the workbench never asks a name server. */
  readonly hosts?: Readonly<Record<string, string>> | undefined;
  /** Contacts that the server has stored for addresses of record. */
  readonly contacts?: readonly StoredContact[] | undefined;
  /** Tables of a database, as texts. */
  readonly tables?: readonly QuestionTable[] | undefined;
  /** What to assume at lines that cannot be evaluated without running the server. */
  readonly assumptions?: readonly Assumption[] | undefined;
  /** Explain as this version of the server does, instead of that of the settings. */
  readonly version?: string | undefined;
  /** When the first message arrives, in seconds since 1970; without it, anything that depends on the time is open. */
  readonly time?: number | undefined;
  /** The responses of next hops to requests that reach them. */
  readonly replies?: readonly HopReply[] | undefined;
}

/** The parts of a question that only some languages use. */
export type QuestionPart =
  | 'assumptions'
  | 'contacts'
  | 'destinations'
  | 'nonce'
  | 'registrations'
  | 'replies'
  | 'tables';

/** An address without brackets, and a port. */
export interface PacketPlace {
  readonly address: string;
  readonly port: number;
}

/** An active registration: the address that the server stored for a device. */
export interface Registration {
  /** The name of the device, exactly as in its section header. */
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

/** A client's answer to a challenge. */
export interface ClientAnswer {
  readonly username: string;
  readonly password: string;
}

export interface StoredContact {
  /** Such as `alice@example.com`. */
  readonly addressOfRecord: string;
  readonly uri: string;
}

/** A table as the text of a file, with the name of the file, which names the table. */
export interface QuestionTable {
  readonly name: string;
  readonly text: string;
}

export interface Assumption {
  /** Counts from 1, as servers count. */
  readonly line: number;
  /** The URI of the file or the end of its path. When absent, every file for which nothing else is stated. */
  readonly file?: string;
  /** `yes`, `no`, or a value. */
  readonly value: string;
}

/** The final or provisional codes that a next hop responds with, in order; none if it does not respond. */
export interface HopReply extends PacketPlace {
  readonly codes: readonly number[];
  /** True when the server waits until it gives up on the next hop. */
  readonly timesOut?: boolean;
}

/** The item of a repeated option that belongs to message `index`: its own, or the last one for all later messages. */
export function itemFor<Item>(items: readonly Item[] | undefined, index: number): Item | undefined {
  return items?.[Math.min(index, items.length - 1)];
}

/** Where message `index` comes from: from the question, with missing parts from the topmost Via. */
export function sourceOf(
  question: Pick<ExplainQuestion, 'sources' | 'transports'>,
  index: number,
  message: SipMessage,
): PacketSource | undefined {
  const via = viaSource(message);
  const transport =
    itemFor(question.transports, index) ?? SIP_TRANSPORTS.find(known => known === via?.transport) ?? 'udp';
  const source = itemFor(question.sources, index);
  if (source !== undefined) return { address: source.address, port: source.port, transport };
  const address = via === undefined ? undefined : canonicalAddress(via.address);
  return via === undefined || address === undefined ? undefined : { address, port: via.port, transport };
}
