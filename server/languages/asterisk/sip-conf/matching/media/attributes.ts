import { addMappedPayload, type MediaKind, type PayloadMap } from '../../../values/rtpPayloads.ts';
import { readSdesKey } from '../../../values/sdesKey.ts';
import type { MediaDialog, MediaStream, NamedPayloads } from './mediaDialog.ts';
import { unsigned } from './mediaLine.ts';

/** Counts the rtpmap lines of one description, because only a limited number is read. */
export interface RtpmapCounter {
  count: number;
}

/** SDP_MAX_RTPMAP_CODECS. */
const MAX_RTPMAPS = 32;

/** process_sdp_a_audio, _video and _text; true when they handled the attribute. */
export function takeCodecAttribute(
  value: string,
  kind: MediaKind,
  payloads: NamedPayloads,
  dialog: MediaDialog,
  counter: RtpmapCounter,
): boolean {
  if (kind === 'audio' && /^ptime/i.test(value)) return true;
  const map = payloads[kind];
  const [, number, name = '', rate = ''] =
    /^rtpmap:\s*([+-]?\d+)\s*([^/]{1,127})\/\s*([+-]?\d+)/.exec(value) ?? [];
  if (number !== undefined) {
    if (counter.count >= MAX_RTPMAPS || !isOfKind(name, kind)) return false;
    if (kind === 'text' && dialog.streams.text === undefined) return false;
    const usesOldG726 = kind === 'audio' && dialog.settings.oldG726.isOn;
    const isKnown = addMappedPayload(map, unsigned(number), kind, name, unsigned(rate), usesOldG726);
    if (kind === 'text') return true;
    if (isKnown) counter.count++;
    else map.delete(unsigned(number));
    return isKnown;
  }
  return kind === 'text' ? false : takeFormat(value, map);
}

/** The attribute names that are read in each kind of stream. */
function isOfKind(name: string, kind: MediaKind): boolean {
  if (kind === 'video') return /^(H26|MP4|VP8)/i.test(name);
  return kind === 'audio' || /^(T140|RED)/i.test(name);
}

/** fmtp: codecs with a fixed bit rate are dropped at any other rate. */
function takeFormat(value: string, map: PayloadMap): boolean {
  const [, digits, parameters = ''] = /^fmtp:\s*([+-]?\d+)(?!\d)\s*([^\t\n]{1,255})/.exec(value) ?? [];
  const number = digits === undefined ? -1 : unsigned(digits);
  const payload = map.get(number);
  if (payload === undefined || payload.kind === 'event') return false;
  const wanted = BIT_RATES.get(payload.codec);
  const rate = /^bitrate=\s*(\d+)/i.exec(parameters)?.[1];
  if (wanted === undefined || rate === undefined || Number(rate) === wanted) return true;
  map.delete(number);
  return false;
}

const BIT_RATES: ReadonlyMap<string, number> = new Map([
  ['siren7', 32_000],
  ['siren14', 48_000],
  ['g719', 64_000],
]);

/** process_sdp_a_ice. */
export function isIceAttribute(value: string): boolean {
  return (
    /^ice-(ufrag|pwd):\s*\S/.test(value) ||
    /^ice-lite$/i.test(value) ||
    /^candidate:\s*\S+\s+[+-]?\d+\s*\S{1,3}\s*[+-]?\d+\s+\S{1,23}\s*\d+\s*typ\s*(host|srflx|relay)/i.test(
      value,
    )
  );
}

/** process_sdp_a_dtls; it is ignored without dtlsenable. */
export function takeDtlsAttribute(
  value: string,
  stream: MediaStream | undefined,
  dialog: MediaDialog,
): boolean {
  if (stream === undefined || !dialog.usesDtls) return false;
  const setup = /^setup:\s*(\S{1,255})/.exec(value)?.[1]?.toLowerCase();
  if (setup !== undefined) {
    if (stream.isDtlsActive) stream.setup = answeredSetup(setup, stream.setup);
    return true;
  }
  return /^connection:\s*\S/.test(value) || /^fingerprint:\s*\S{1,31}\s*\S/.test(value);
}

/** dtls_set_setup. */
function answeredSetup(theirs: string, ours: MediaStream['setup']): MediaStream['setup'] {
  if (theirs === 'active') return 'passive';
  if (theirs === 'passive') return 'active';
  if (theirs === 'holdconn') return 'holdconn';
  return theirs === 'actpass' && ours === 'actpass' ? 'active' : ours;
}

/** process_crypto: whether the line was accepted; undefined for another attribute. Even a refused line creates a session. */
export function takeCryptoAttribute(
  value: string,
  stream: MediaStream | undefined,
  dialog: MediaDialog,
): { readonly isTaken: boolean; readonly reason?: string } | undefined {
  if (stream === undefined || !/^crypto:/i.test(value)) return undefined;
  stream.srtp ??= { isAgreed: false, tag: undefined, key: undefined };
  const reading = readSdesKey(value.slice('crypto:'.length));
  if (reading.kind === 'refused') {
    stream.srtp.tag = reading.tag ?? stream.srtp.tag;
    return { isTaken: false, reason: reading.reason };
  }
  stream.srtp.key = reading.key;
  stream.srtp.isAgreed = true;
  stream.isDtlsActive = false;
  dialog.usesDtls = false;
  return { isTaken: true };
}

/** process_sdp_a_sendonly: the first direction of a description counts for all of its streams. */
export function directionAttribute(value: string): 'sendonly' | 'inactive' | 'sendrecv' | undefined {
  const word = value.toLowerCase();
  return word === 'sendonly' || word === 'inactive' || word === 'sendrecv' ? word : undefined;
}
