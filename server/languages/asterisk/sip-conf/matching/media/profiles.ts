import type { MediaKind } from '../../../values/rtpPayloads.ts';
import type { MediaDialog } from './mediaDialog.ts';

/** The effect of the profile of an m= line on a stream. */
export interface ProfileEffect {
  /** False: the stream is declined. */
  readonly isTaken: boolean;
  readonly isSecure: boolean;
  /** DTLS provides the keys later, so no line needs to contain any. */
  readonly hasKeys: boolean;
}

const DECLINED: ProfileEffect = { isTaken: false, isSecure: false, hasKeys: false };
const PLAIN: ProfileEffect = { isTaken: true, isSecure: false, hasKeys: false };
const SECURE: ProfileEffect = { isTaken: true, isSecure: true, hasKeys: false };

/** The series of comparisons in process_sdp. An audio stream of the other kind switches AVPF for the call. */
export function takeProfile(proto: string, kind: MediaKind, dialog: MediaDialog): ProfileEffect {
  if (!dialog.hasDtls) return oldProfile(proto, kind, dialog);
  const [, tls, secure, feedback] = /^(UDP\/TLS\/)?RTP\/(S?)AVP(F?)$/.exec(proto) ?? [];
  if (secure === undefined) return DECLINED;
  if (kind === 'text' && secure !== '') return DECLINED;
  const isSecure = secure !== '';
  if (tls !== undefined && !isSecure) return DECLINED;
  const isOther = (feedback !== '') !== dialog.usesAvpf;
  if (isOther) {
    if (kind !== 'audio') return DECLINED;
    dialog.usesAvpf = feedback !== '';
    return isSecure ? SECURE : PLAIN;
  }
  if (!isSecure) return PLAIN;
  if (tls === undefined) return SECURE;
  const stream = dialog.streams[kind];
  if (stream !== undefined) {
    if (kind === 'video') stream.srtp ??= { isAgreed: false, tag: undefined, key: undefined };
    if (stream.srtp !== undefined) stream.srtp.isAgreed = true;
  }
  return { isTaken: true, isSecure: true, hasKeys: true };
}

/** Branches before 11; 1.4 and 1.6.2 know no encryption. */
function oldProfile(proto: string, kind: MediaKind, { knowsKeys }: MediaDialog): ProfileEffect {
  if (proto === 'RTP/AVP') return PLAIN;
  return proto === 'RTP/SAVP' && knowsKeys && kind !== 'text' ? SECURE : DECLINED;
}
