import type { KnownDialog } from '../../../../../sip/knownDialog.ts';
import type { SdpFacts } from '../../../../../sip/sdpFacts.ts';
import type { Device } from '../../model/model.ts';
import type { FoundBy } from '../matchingExplanation.ts';
import type { MediaDialog } from '../media/mediaDialog.ts';

/** A call or subscription that the server accepted (struct sip_pvt). */
export interface KnownCall extends KnownDialog {
  /** Undefined: a guest. */
  readonly device: Device | undefined;
  readonly by: FoundBy | null;
  /** The context and extension of the call; null for a subscription and for a call that replaced another one. */
  readonly context: string | null;
  readonly exten: string | null;
  /** The last negotiated media; absent for a subscription. */
  readonly media: MediaDialog | undefined;
  readonly answerSdp: SdpFacts | null;
}
