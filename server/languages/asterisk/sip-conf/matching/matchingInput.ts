import type { SipMessage } from '../../../../sip/message.ts';
import type { PacketSource } from '../../../../sip/packetSource.ts';
import type { ClientAnswer, Registration } from '../../../explainQuestion.ts';
import type { KnownCall } from './dialog/knownCall.ts';

/** One request, and what the server knows when it arrives. */
export interface MatchingInput {
  readonly message: SipMessage;
  readonly source: PacketSource;
  /** In chronological order; a later one with the same name replaces the earlier one. */
  readonly registrations: readonly Registration[];
  /** Undefined: the client gives up at the challenge. */
  readonly answer: ClientAnswer | undefined;
  /**
   * The nonce of the challenge that the server already sent in this dialog. Undefined: unknown; credentials in the message then
   * count as an answer when their nonce looks like one from this server and `answer` is not given.
   */
  readonly nonce?: string | undefined;
  /** Addresses of lowercase host names in the configuration: the workbench never queries a name server. */
  readonly hosts?: ReadonlyMap<string, string> | undefined;
  /** Calls and subscriptions that earlier messages opened. */
  readonly calls?: readonly KnownCall[] | undefined;
}
