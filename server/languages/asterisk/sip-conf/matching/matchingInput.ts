import type { SipMessage } from '../../../../sip/message.ts';

export type SipTransport = 'udp' | 'tcp' | 'tls' | 'ws' | 'wss';

export const SIP_TRANSPORTS: readonly SipTransport[] = ['udp', 'tcp', 'tls', 'ws', 'wss'];

/** Where a packet came from: the address that the server sees, not what the message says. */
export interface PacketSource {
  /** An IPv4 or IPv6 address without brackets. */
  readonly address: string;
  readonly port: number;
  readonly transport: SipTransport;
}

/** A registration that is in force: the address that the server stored for a device. */
export interface Registration {
  /** The name of the device, exactly as in its section header. */
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

/** What a client answers to a challenge. */
export interface ClientAnswer {
  readonly username: string;
  readonly password: string;
}

/** One request, and what the server knows when it arrives. */
export interface MatchingInput {
  readonly message: SipMessage;
  readonly source: PacketSource;
  /** In the order in which they were made; a later one of the same name replaces the earlier one. */
  readonly registrations: readonly Registration[];
  /** Undefined: the client gives up at the challenge. */
  readonly answer: ClientAnswer | undefined;
  /**
   * The nonce of the challenge that the server sent in this dialog before. Undefined: nobody knows; then credentials in the
   * message count as an answer when their nonce looks like one of this server and `answer` is not given.
   */
  readonly nonce?: string | undefined;
  /** Addresses of host names in the configuration, in lower case: the workbench never asks a name server. */
  readonly hosts?: ReadonlyMap<string, string> | undefined;
}
