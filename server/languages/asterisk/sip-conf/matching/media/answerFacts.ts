import type { SdpFacts, StreamFacts } from '../../../../../sip/sdpFacts.ts';
import {
  type MediaKind,
  mediaKindOf,
  payloadNumber,
  type RtpPayload,
  rtpmapName,
} from '../../../values/rtpPayloads.ts';
import type { MediaDialog, MediaStream } from './mediaDialog.ts';

/** add_sdp: the description in the 200, in the order of the offer; without an offer, the server's own offer. */
export function answerFacts(dialog: MediaDialog): SdpFacts {
  const { offered } = dialog;
  const isTaken = (kind: MediaKind): boolean =>
    dialog.streams[kind] !== undefined &&
    dialog.jointCodecs.some(codec => mediaKindOf(codec) === kind) &&
    !dialog.declines.has(kind);
  if (offered.length === 0) {
    const kinds = (['audio', 'video', 'text'] as const).filter(isTaken);
    return { media: kinds.flatMap(kind => streamFacts(kind, dialog)) };
  }
  const media = offered.flatMap(({ kind, declined }): readonly StreamFacts[] => {
    const isRtp = kind === 'audio' || kind === 'video' || kind === 'text';
    if (isRtp && isTaken(kind)) return streamFacts(kind, dialog);
    return [{ ...declined, port: 'zero', codecs: [], iceUfrag: false, rtcpMux: false }];
  });
  return { media };
}

function streamFacts(kind: MediaKind, dialog: MediaDialog): readonly StreamFacts[] {
  const stream = dialog.streams[kind];
  if (stream === undefined) return [];
  const { settings, jointCodecs } = dialog;
  const payloads = jointCodecs.filter(codec => mediaKindOf(codec) === kind).map(codec => ({ kind, codec }));
  const events: readonly RtpPayload[] =
    kind === 'audio' && dialog.sendsEvents ? [{ kind: 'event', event: 'telephone-event', rate: 8000 }] : [];
  const numbers = [...payloads, ...events].flatMap(payload => {
    const name = rtpmapName(payload, settings.oldG726.isOn);
    const number = name === undefined ? undefined : payloadNumber(stream.receives, payload);
    return number === undefined ? [] : [{ number, name }];
  });
  const key = sdesOf(stream, dialog);
  return [
    {
      media: kind,
      port: 'nonzero',
      proto: profileOf(stream, key !== undefined, dialog),
      formats: numbers.map(({ number }) => String(number)),
      codecs: numbers.map(({ number, name }) => `${number} ${name}`),
      ...(key === undefined ? {} : { crypto: [key] }),
      ...(stream.isDtlsActive ? { fingerprint: settings.dtlsHash, setup: stream.setup } : {}),
      iceUfrag: settings.ice.isOn,
      rtcpMux: settings.rtcpMux.isOn && kind !== 'text',
      direction: dialog.hold ?? 'sendrecv',
    },
  ];
}

/** crypto_get_attrib: nothing when DTLS provides the keys. */
function sdesOf({ srtp }: MediaStream, { usesDtls, settings }: MediaDialog): string | undefined {
  if (srtp === undefined || usesDtls) return undefined;
  const suite = srtp.key?.suite ?? `AES_CM_128_HMAC_SHA1_${settings.shortTag.isOn ? '32' : '80'}`;
  return `${srtp.key?.tag ?? srtp.tag ?? 1} ${suite}`;
}

/** ast_sdp_get_rtp_profile: keys decide, not what was offered. */
function profileOf(stream: MediaStream, hasKeys: boolean, { usesAvpf, settings }: MediaDialog): string {
  const feedback = usesAvpf ? 'F' : '';
  if (stream.isDtlsActive) return `${settings.forceAvp.isOn ? '' : 'UDP/TLS/'}RTP/SAVP${feedback}`;
  return `RTP/${hasKeys ? 'S' : ''}AVP${feedback}`;
}
