import { declaredBody } from '../../../../sip/body.ts';
import { parseAddress } from '../../../../sip/ipAddress.ts';
import { firstHeader, headerText, type SipMessage } from '../../../../sip/message.ts';
import { wholePiece } from '../../../../sip/piece.ts';
import { parseSdp, type SdpMedia } from '../../../../sip/sdp.ts';
import { codecsInOrder } from '../../values/codecList.ts';
import {
  addListedPayload,
  addMappedPayload,
  type MediaKind,
  type PayloadMap,
} from '../../values/rtpPayloads.ts';
import { readSdesKey } from '../../values/sdesKey.ts';
import { isTrue } from '../../values/truth.ts';
import { neverResolves } from '../facts/addresses.ts';
import type { PjsipObject } from '../model/object.ts';
import { optionOf } from './input.ts';
import { sdpFault } from './sdpFault.ts';

/** What happens to the session description of an INVITE. */
export type OfferJudgment =
  /** No description: Asterisk sends its own offer. */
  | { readonly kind: 'none' }
  | { readonly kind: 'broken'; readonly code: 400 | 415; readonly detail: string }
  | { readonly kind: 'refused'; readonly detail: string }
  | {
      readonly kind: 'accepted';
      readonly detail: string;
      /** Why the answer does not match the offer, which fails only when the dialplan answers. */
      readonly late?: string;
    };

/** The text of the description: the body, or the first part of a multipart body that is a description. */
function offeredText(message: SipMessage, transport: string): string | undefined | 'other' {
  const type = (headerText(firstHeader(message, 'Content-Type')) ?? '').trim();
  const body = transport === 'udp' ? message.body.text : declaredBody(message).text;
  if (body.trim() === '' || type === '') return undefined;
  if (/^application\/sdp\s*(;|$)/i.test(type)) return body;
  if (!/^multipart\//i.test(type)) return 'other';
  const boundary = /boundary\s*=\s*"?([^";]+)"?/i.exec(type)?.[1] ?? /^--(\S+)/m.exec(body)?.[1];
  if (boundary === undefined) return 'other';
  // Without its last boundary, the body is not split into parts, and is ignored.
  if (!body.includes(`--${boundary}--`)) return undefined;
  for (const part of body.split(`--${boundary}`)) {
    const empty = /\r?\n\r?\n/.exec(part);
    if (empty === null) continue;
    if (/content-type\s*:\s*application\/sdp/i.test(part.slice(0, empty.index)))
      return part.slice(empty.index + empty[0].length);
  }
  return 'other';
}

/** What pjproject refuses before Asterisk looks up the extension (pjmedia_sdp_parse and pjmedia_sdp_validate). */
export function brokenBody(
  message: SipMessage,
  transport: string,
): Extract<OfferJudgment, { kind: 'broken' }> | undefined {
  const text = offeredText(message, transport);
  if (text === undefined) return undefined;
  if (text === 'other')
    return { kind: 'broken', code: 415, detail: 'The body is not a session description: 415.' };
  const fault = sdpFault(text);
  return fault === undefined ? undefined : { kind: 'broken', code: 400, detail: `${fault} 400 Bad Request.` };
}

/** The description offers only a fax stream. */
export function offersFaxOnly(message: SipMessage, transport: string): boolean {
  const text = offeredText(message, transport);
  if (text === undefined || text === 'other') return false;
  const used = parseSdp(wholePiece(text)).media.filter(({ port }) => port !== 0);
  return used.length > 0 && used.every(({ kind }) => kind.toLowerCase() === 'image');
}

/** Which streams the endpoint accepts (handle_incoming_sdp of res_pjsip_session, res_pjsip_sdp_rtp). */
export function judgeOffer(endpoint: PjsipObject, message: SipMessage, transport: string): OfferJudgment {
  const text = offeredText(message, transport);
  if (text === undefined || text === 'other') return { kind: 'none' };
  const { media } = parseSdp(wholePiece(text));
  const taken: Record<string, number> = {};
  let detail = 'No stream of the offer can be used.';
  let isHandled = false;
  let late: string | undefined;
  for (const stream of media) {
    // The handlers of streams are found by their exact names.
    const { kind } = stream;
    if (stream.port === 0 || (kind !== 'audio' && kind !== 'video')) continue;
    const most = Number(optionOf(endpoint, `max_${kind}_streams`, '1'));
    if ((taken[kind] ?? 0) >= most) continue;
    const result = judgeStream(endpoint, stream, kind);
    if (result.kind === 'failed')
      return { kind: 'refused', detail: `${result.detail} 488 Not Acceptable Here.` };
    if (result.kind === 'declined') {
      detail = result.detail;
      continue;
    }
    taken[kind] = (taken[kind] ?? 0) + 1;
    isHandled = true;
    late ??= result.late;
    detail = result.detail;
  }
  return isHandled
    ? { kind: 'accepted', detail, ...(late === undefined ? {} : { late }) }
    : { kind: 'refused', detail: `${detail} 488 Not Acceptable Here.` };
}

interface StreamResult {
  readonly late?: string;
  readonly kind: 'taken' | 'declined' | 'failed';
  readonly detail: string;
}

function judgeStream(endpoint: PjsipObject, stream: SdpMedia, kind: MediaKind): StreamResult {
  const own = endpointCodecs(endpoint);
  const ofKind = own.filter(codec => kindOf(codec) === kind);
  if (ofKind.length === 0) return { kind: 'declined', detail: `The endpoint has no ${kind} codec.` };
  const option: OptionReader = (key, otherwise = 'no') => optionOf(endpoint, key, otherwise);
  const fault = transportFault(stream, option);
  if (fault !== undefined) return { kind: 'failed', detail: fault };
  const offered = offeredCodecs(stream, kind, isTrue(option('g726_non_standard')));
  const joint = ofKind.filter(codec => offered.includes(codec));
  if (joint.length === 0)
    return {
      kind: 'declined',
      detail: `No common ${kind} codec: the offer has ${listed(offered)}, the endpoint ${listed(ofKind)}.`,
    };
  const late = lateFault(stream, joint);
  return {
    kind: 'taken',
    ...(late === undefined ? {} : { late }),
    detail: `Common ${kind} codecs: ${listed(joint)}.`,
  };
}

/** Why the answer does not match the offer, which pjproject only notices when the call is answered. */
function lateFault(stream: SdpMedia, joint: readonly string[]): string | undefined {
  if (joint.every(codec => codec === 'opus') && !offersStereo(stream))
    return 'opus is offered without its two channels, so the answer does not match';
  if (stream.formats.every(format => !/^\d/.test(format)))
    return 'The formats of the offer are not numbers, so the answer does not match';
  return undefined;
}

/** The server reads the digits at the start of a format; without any, it reads 0. */
function payloadOf(format: string): number {
  return Number.parseInt(/^\d+/.exec(format)?.[0] ?? '0', 10);
}

/** The value of an option of the endpoint; without one, `otherwise`, or "no". */
type OptionReader = (key: string, otherwise?: string) => string;

/** Why the profile, the address or the encryption of a stream is refused (negotiate_incoming_sdp_stream). */
function transportFault(stream: SdpMedia, option: OptionReader): string | undefined {
  const flag = (key: string): boolean => isTrue(option(key));
  const isWebrtc = flag('webrtc');
  const profile = isWebrtc || flag('media_use_received_transport') ? undefined : profileFault(stream, option);
  if (profile !== undefined) return profile;
  const address = stream.address ?? '';
  if (parseAddress(address) === undefined && neverResolves(address))
    return `The address "${address}" of the stream cannot be resolved.`;
  // The stream is encrypted as the endpoint is configured, whatever is offered.
  const isOptional = flag('media_encryption_optimistic') && !stream.protocol.startsWith('RTP/SAVP');
  if (isOptional) return undefined;
  const encryption = isWebrtc ? 'dtls' : option('media_encryption').toLowerCase();
  if (encryption === 'sdes' && !hasUsableKey(stream)) return 'The stream has no usable crypto line.';
  const hasCertificate = option('dtls_cert_file', '') !== '' || flag('dtls_auto_generate_cert');
  if (encryption === 'dtls' && !isWebrtc && !hasCertificate)
    return 'DTLS is required, but the endpoint has no certificate.';
  return undefined;
}

function hasUsableKey(stream: SdpMedia): boolean {
  return stream.attributes.some(
    ({ name, value }) => name === 'crypto' && readSdesKey(value ?? '').kind === 'accepted',
  );
}

/** Why the profile of a stream does not match the endpoint (check_endpoint_media_transport). */
function profileFault(stream: SdpMedia, option: OptionReader): string | undefined {
  const flag = (key: string): boolean => isTrue(option(key));
  const wanted = option('media_encryption').toLowerCase();
  const isFeedback = stream.protocol.endsWith('F');
  if (isFeedback !== flag('use_avpf'))
    return `The profile ${stream.protocol} does not match use_avpf=${isFeedback ? 'no' : 'yes'}.`;
  const offered = offeredEncryption(stream);
  const isAccepted =
    offered.kind === wanted ||
    offered.isOptimistic ||
    flag('force_avp') ||
    flag('media_encryption_optimistic');
  return isAccepted ? undefined : `The profile ${stream.protocol} does not match media_encryption=${wanted}.`;
}

/** get_media_encryption_type */
function offeredEncryption(stream: SdpMedia): {
  readonly kind: 'dtls' | 'sdes' | 'no';
  readonly isOptimistic: boolean;
} {
  if (stream.protocol.includes('UDP/TLS')) return { kind: 'dtls', isOptimistic: false };
  if (stream.protocol.includes('SAVP')) return { kind: 'sdes', isOptimistic: false };
  const hasCrypto = stream.attributes.some(({ name }) => name === 'crypto');
  return hasCrypto ? { kind: 'sdes', isOptimistic: true } : { kind: 'no', isOptimistic: false };
}

function endpointCodecs(endpoint: PjsipObject): readonly string[] {
  const lines = endpoint.settings
    .filter(({ option }) => option.key === 'allow' || option.key === 'disallow')
    .map(({ option, value }) => ({ isAllow: option.key === 'allow', value }));
  return codecsInOrder([], lines, '20');
}

function offeredCodecs(stream: SdpMedia, kind: MediaKind, usesOldG726: boolean): readonly string[] {
  const map: PayloadMap = new Map();
  for (const format of stream.formats) addListedPayload(map, payloadOf(format));
  for (const { name, value } of stream.attributes) {
    const match = name === 'rtpmap' ? /^(\d+)\s+([^/]+)\/(\d+)/.exec(value ?? '') : null;
    if (match?.[1] === undefined || !stream.formats.includes(match[1])) continue;
    addMappedPayload(map, Number(match[1]), kind, match[2] ?? '', Number(match[3]), usesOldG726);
  }
  return [...map.values()].flatMap(payload => (payload.kind === kind ? [payload.codec] : []));
}

function offersStereo(stream: SdpMedia): boolean {
  return stream.attributes.some(
    ({ name, value }) => name === 'rtpmap' && /opus\/48000\/2/i.test(value ?? ''),
  );
}

const VIDEO = new Set(['h261', 'h263', 'h263p', 'h264', 'h265', 'mpeg4', 'vp8', 'vp9', 'jpeg', 'png']);

function kindOf(codec: string): MediaKind {
  if (VIDEO.has(codec)) return 'video';
  return codec === 'red' || codec === 't140' ? 'text' : 'audio';
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.slice(0, 12).join(', ');
}
