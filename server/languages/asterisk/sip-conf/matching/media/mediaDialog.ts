import type { MediaKind, PayloadMap, ReceiveMap } from '../../../values/rtpPayloads.ts';
import type { SdesKey } from '../../../values/sdesKey.ts';
import type { DtlsSetup, MediaSettings } from './mediaSettings.ts';

/**
 * The media state of one call in the server. It exists from the first INVITE to the end of the call, and every description
 * changes it, even one that is finally refused.
 */
export interface MediaDialog {
  readonly settings: MediaSettings;
  /** Branches before 11 know neither DTLS nor AVPF. */
  readonly hasDtls: boolean;
  /** Since 16, keys encrypt a stream even if its profile does not require it. */
  readonly keysAreEnough: boolean;
  /** Branches before 1.8 know no RTP/SAVP. */
  readonly knowsKeys: boolean;
  /** What happens to a second stream of the same kind. */
  readonly secondStream: 'declined' | 'refused' | 'taken';
  /** The feedback profile is in use; an offer of the other kind switches it. */
  usesAvpf: boolean;
  /** dtlsenable, until keys in a crypto line turn it off. */
  usesDtls: boolean;
  readonly streams: Readonly<Record<MediaKind, MediaStream | undefined>>;
  /** In the device's order of preference. */
  jointCodecs: readonly string[];
  sendsEvents: boolean;
  /** The m= lines of the last description, in order; empty when it had none that counts. */
  offered: OfferedStream[];
  hasFax: boolean;
  /** Kinds that were missing in the last description, so the answer leaves them out. */
  readonly declines: Set<MediaKind>;
  /** o= line of the last description, with and without its version. */
  version: { number: bigint; unique: string } | undefined;
  /** Direction of a call on hold. */
  hold: 'recvonly' | 'inactive' | undefined;
  isEstablished: boolean;
}

/** One RTP session of the server. */
export interface MediaStream {
  /** A session with keys, created by dtlsenable or by a crypto line. */
  srtp: { isAgreed: boolean; tag: number | undefined; key: SdesKey | undefined } | undefined;
  isDtlsActive: boolean;
  setup: DtlsSetup;
  receives: ReceiveMap;
}

export interface OfferedStream {
  /** `unknown` until the stream is accepted; otherwise it is declined. */
  kind: MediaKind | 'image' | 'unknown';
  /** The content of the m= line that declines it: kind, profile and the rest. */
  readonly declined: { readonly media: string; readonly proto: string; readonly formats: readonly string[] };
}

/** dialog_initialize_rtp. */
export function newMediaDialog(
  settings: MediaSettings,
  branch: Pick<MediaDialog, 'hasDtls' | 'keysAreEnough' | 'knowsKeys' | 'secondStream'>,
): MediaDialog {
  const stream = (): MediaStream => ({
    srtp: settings.dtls.isOn ? { isAgreed: false, tag: undefined, key: undefined } : undefined,
    isDtlsActive: settings.dtls.isOn,
    setup: settings.dtlsSetup,
    receives: { payloads: new Map() },
  });
  return {
    settings,
    ...branch,
    usesAvpf: settings.avpf.isOn && branch.hasDtls,
    usesDtls: settings.dtls.isOn,
    streams: {
      audio: stream(),
      video: settings.video.isOn ? stream() : undefined,
      text: settings.text.isOn ? stream() : undefined,
    },
    jointCodecs: settings.codecs,
    sendsEvents: settings.sendsEvents,
    offered: [],
    hasFax: false,
    declines: new Set(),
    version: undefined,
    hold: undefined,
    isEstablished: false,
  };
}

/** Payload types in one description, by kind of stream. */
export type NamedPayloads = Readonly<Record<MediaKind, PayloadMap>>;
