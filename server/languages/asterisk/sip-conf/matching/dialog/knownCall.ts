import type { KnownDialog } from '../../../../../sip/knownDialog.ts';
import type { SdpFacts } from '../../../../../sip/sdpFacts.ts';
import type { Device } from '../../model/model.ts';
import type { FoundBy } from '../matchingExplanation.ts';
import type { MediaDialog } from '../media/mediaDialog.ts';

/** A call or subscription that the server let in (struct sip_pvt). */
export interface KnownCall extends KnownDialog {
  /** Undefined: a guest. */
  readonly device: Device | undefined;
  readonly by: FoundBy | null;
  /** Where the dialplan took the call; null for a subscription and for a call that took the place of another. */
  readonly context: string | null;
  readonly exten: string | null;
  /** What was agreed on last; absent for a subscription. */
  readonly media: MediaDialog | undefined;
  readonly answerSdp: SdpFacts | null;
}
