import type { SipMessage } from '../../../../sip/message.ts';
import type { PacketSource } from '../../../../sip/packetSource.ts';
import type { ClientAnswer, Registration } from '../../../explainQuestion.ts';
import type { KnownCall } from './dialog/knownCall.ts';

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
  /** Calls and subscriptions that earlier messages opened. */
  readonly calls?: readonly KnownCall[] | undefined;
}
