import type { ConfigurationLine } from '../sip/explanation.ts';
import type { PacketSource } from '../sip/packetSource.ts';
import type { MatchingExplanation } from './asterisk/sip-conf/matching/matchingExplanation.ts';
import type { FlexisipExplanation } from './flexisip/explain/explanation.ts';

/** What an editor asks about one message. Holds a password when the client's answer is told: never logged. */
export interface ExplainQuestion {
  /** The message as pasted or found; undefined together with `device` only. */
  readonly text?: string | undefined;
  /** In place of a message: "what would match this device?", by its name. */
  readonly device?: string | undefined;
  /** Undefined: as the topmost Via says. */
  readonly source?: PacketSource | undefined;
  readonly registrations: readonly Registration[];
  readonly answer?: ClientAnswer | undefined;
  readonly nonce?: string | undefined;
}

export type ExplainAnswer =
  | { readonly kind: 'obstacle'; readonly reason: string; readonly config: readonly ConfigurationLine[] }
  | {
      readonly kind: 'explained';
      readonly explanation: MatchingExplanation;
      /** The message that was explained: made up when a device was asked about. */
      readonly text: string;
      readonly source: PacketSource;
      readonly registrations: readonly Registration[];
    }
  | {
      readonly kind: 'explained-by-flexisip';
      readonly explanation: FlexisipExplanation;
      readonly text: string;
      readonly source: PacketSource | undefined;
    };

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
