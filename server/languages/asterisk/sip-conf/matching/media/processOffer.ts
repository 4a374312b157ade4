import type { Setting } from '../../../config/entry.ts';
import {
  addListedPayload,
  type MediaKind,
  payloadsInOrder,
  type RtpPayload,
  receiveMap,
} from '../../../values/rtpPayloads.ts';
import {
  directionAttribute,
  isIceAttribute,
  type RtpmapCounter,
  takeCodecAttribute,
  takeCryptoAttribute,
  takeDtlsAttribute,
} from './attributes.ts';
import type { MediaDialog, NamedPayloads } from './mediaDialog.ts';
import { readFormats, readImageLine, readOtherLine, readRtpLine, signed } from './mediaLine.ts';
import { originOf } from './originLine.ts';
import { takeProfile } from './profiles.ts';

/** The result of process_sdp for a description. */
export type OfferVerdict =
  /** `unchanged`: the version in o= is not higher than before, so the rest of the description is not read. */
  | { readonly kind: 'accepted' | 'unchanged' }
  | { readonly kind: 'refused'; readonly detail: string; readonly lines: readonly (Setting | undefined)[] };

/** One pass over a description, with the findings so far. */
interface Run {
  readonly dialog: MediaDialog;
  readonly payloads: NamedPayloads;
  readonly counter: RtpmapCounter;
  readonly ports: Map<MediaKind | 'image', number>;
  /** Kinds of streams that have an address from a c= line. */
  readonly addressed: Set<MediaKind | 'image'>;
  readonly secure: Set<MediaKind>;
  direction: ReturnType<typeof directionAttribute>;
  /** Why the crypto lines so far were not accepted. */
  refusedKey: string | undefined;
}

/** process_sdp for an offer; changes the dialog in place. */
export function processOffer(dialog: MediaDialog, lines: readonly string[]): OfferVerdict {
  dialog.offered = [];
  const verdict = process(dialog, lines);
  if (verdict.kind !== 'accepted') dialog.offered = [];
  return verdict;
}

function process(dialog: MediaDialog, lines: readonly string[]): OfferVerdict {
  const starts = mediaStarts(lines);
  const [first] = starts;
  if (first === undefined) return refused('The session description has no m= line.');
  const run: Run = {
    dialog,
    payloads: { audio: new Map(), video: new Map(), text: new Map() },
    counter: { count: 0 },
    ports: new Map(),
    addressed: new Set(),
    secure: new Set(),
    direction: undefined,
    refusedKey: undefined,
  };
  const session = readSession(run, lines.slice(0, first));
  if (session !== undefined) return session;
  dialog.declines.add('video').add('text');
  for (const [index, start] of starts.entries()) {
    const fault = readStream(run, textOf(lines[start] ?? ''), lines.slice(start + 1, starts[index + 1]));
    if (fault !== undefined) return fault;
  }
  return agree(run);
}

/** The positions of the m= lines. One without a value ends the description. */
function mediaStarts(lines: readonly string[]): readonly number[] {
  const starts: number[] = [];
  for (const [index, line] of lines.entries()) {
    if (!/^m=/i.test(line)) continue;
    if (textOf(line) === '') break;
    starts.push(index);
  }
  return starts;
}

function textOf(line: string): string {
  return line.slice(2).trimStart();
}

function readSession(run: Run, lines: readonly string[]): OfferVerdict | undefined {
  const { dialog } = run;
  for (const line of lines) {
    if (line[1] !== '=') continue;
    const value = textOf(line);
    if (line[0] === 'o') {
      const origin = originOf(value);
      if (origin === undefined) return refused('The o= line of the session description cannot be read.');
      const { version, settings } = dialog;
      const isNew =
        version === undefined || origin.number > version.number || origin.unique !== version.unique;
      if (!isNew && !settings.ignoresVersion.isOn) return { kind: 'unchanged' };
      dialog.version = origin;
    } else if (line[0] === 'c') {
      if (namesAddress(value)) for (const kind of ALL_KINDS) run.addressed.add(kind);
    } else if (line[0] === 'a') readSessionAttribute(run, value);
  }
  return undefined;
}

const ALL_KINDS = ['audio', 'video', 'text', 'image'] as const;
const RTP_KINDS = ['audio', 'video', 'text'] as const;

function readSessionAttribute(run: Run, value: string): void {
  const { dialog, payloads, counter } = run;
  const direction = directionAttribute(value);
  if (direction !== undefined) run.direction ??= direction;
  else {
    for (const kind of RTP_KINDS) {
      if (takeCodecAttribute(value, kind, payloads, dialog, counter)) break;
    }
  }
  for (const kind of RTP_KINDS) {
    const stream = dialog.streams[kind];
    if (takeDtlsAttribute(value, stream, dialog) && stream?.srtp !== undefined) stream.srtp.isAgreed = true;
  }
}

/** process_sdp_c. A host name is assumed to have an address, except under `.invalid`, where no name has one (RFC 6761). */
function namesAddress(value: string): boolean {
  const [, family, host = ''] = /^IN\s*(\S{1,3})\s*(\S{1,255})/.exec(value) ?? [];
  if (/[/,]/.test(host) || /\.invalid\.?$/i.test(host)) return false;
  return family === 'IP4' ? !host.includes(':') : family === 'IP6' && !/^[\d.]+$/.test(host);
}

function readStream(run: Run, line: string, rest: readonly string[]): OfferVerdict | undefined {
  for (const kind of RTP_KINDS) {
    if (run.dialog.streams[kind] !== undefined && line.startsWith(`${kind} `))
      return readRtpStream(run, kind, line, rest);
  }
  if (line.startsWith('image ')) return readImage(run, line, rest);
  const other = readOtherLine(line);
  if (other === undefined)
    return refused(`The line "m=${shown(line)}" of the session description cannot be read.`);
  const [proto = '', ...formats] = other.rest.trim().split(/\s+/);
  run.dialog.offered.push({ kind: 'unknown', declined: { media: other.media, proto, formats } });
  return undefined;
}

function readRtpStream(
  run: Run,
  kind: MediaKind,
  line: string,
  rest: readonly string[],
): OfferVerdict | undefined {
  const { dialog, payloads } = run;
  const parts = readRtpLine(line, kind);
  if (parts === undefined)
    return refused(`The line "m=${shown(line)}" of the session description cannot be read.`);
  const { port, proto } = parts;
  const hasOther = dialog.offered.some(offered => offered.kind === kind);
  const offered = {
    kind: 'unknown' as MediaKind | 'unknown',
    declined: { media: kind, proto, formats: parts.rest.split(/\s+/).filter(word => word !== '') },
  };
  dialog.offered.push(offered);
  if (port === 0) return undefined;
  if (hasOther && dialog.secondStream === 'refused')
    return refused('The session description offers two streams of one kind.');
  if (hasOther && dialog.secondStream === 'declined') return undefined;
  const profile = takeProfile(proto, kind, dialog);
  if (!profile.isTaken) return undefined;
  if (profile.isSecure) run.secure.add(kind);
  offered.kind = kind;
  dialog.declines.delete(kind);
  run.ports.set(kind, signed(port));
  const numbers = readFormats(parts.rest);
  if (numbers === undefined)
    return refused(`The payload types of the line "m=${shown(line)}" cannot be read.`);
  for (const number of numbers) addListedPayload(payloads[kind], number);
  let hasKeys = profile.hasKeys;
  for (const text of rest) {
    if (text[1] !== '=') continue;
    const value = textOf(text);
    if (text[0] === 'c' && namesAddress(value)) run.addressed.add(kind);
    if (text[0] === 'a' && readStreamAttribute(run, kind, value, hasKeys)) hasKeys = true;
  }
  if (!run.secure.has(kind) || hasKeys) return undefined;
  const why = run.refusedKey === undefined ? '' : ` (${run.refusedKey})`;
  return refused(
    `The ${kind} stream is offered as ${proto} but has no keys that the server accepts${why}.${missingDtls(rest, dialog)}`,
    [dialog.settings.dtls.line],
  );
}

/** Explains that there are keys, but not for this device. */
function missingDtls(rest: readonly string[], dialog: MediaDialog): string {
  const isDtls = rest.some(text => /^a=(fingerprint|setup):/.test(text));
  return isDtls && !dialog.usesDtls && dialog.hasDtls
    ? ' The offer has a DTLS fingerprint, which counts only for a device with dtlsenable=yes.'
    : '';
}

/** True when the attribute has keys, or a fingerprint instead of them. */
function readStreamAttribute(run: Run, kind: MediaKind, value: string, hasKeys: boolean): boolean {
  const { dialog, payloads, counter } = run;
  const stream = dialog.streams[kind];
  if (isIceAttribute(value)) return false;
  if (kind === 'text' && takeCodecAttribute(value, kind, payloads, dialog, counter)) return false;
  if (kind !== 'text' && takeDtlsAttribute(value, stream, dialog)) {
    if (stream?.srtp !== undefined) stream.srtp.isAgreed = true;
    return true;
  }
  if (kind === 'audio') {
    const direction = directionAttribute(value);
    if (direction !== undefined) {
      run.direction ??= direction;
      return false;
    }
  }
  const crypto = hasKeys ? undefined : takeCryptoAttribute(value, stream, dialog);
  if (crypto !== undefined) {
    if (!crypto.isTaken) run.refusedKey ??= crypto.reason;
    else if (kind !== 'text' && dialog.keysAreEnough) run.secure.add(kind);
    return crypto.isTaken;
  }
  takeCodecAttribute(value, kind, payloads, dialog, counter);
  return false;
}

function readImage(run: Run, line: string, rest: readonly string[]): OfferVerdict | undefined {
  const { dialog } = run;
  const parts = readImageLine(line);
  if (parts === undefined)
    return refused(`The line "m=${shown(line)}" of the session description cannot be read.`);
  const proto = parts.isFax ? 'udptl' : parts.proto;
  const hasOther = dialog.offered.some(({ kind }) => kind === 'image');
  const offered = {
    kind: 'unknown' as 'image' | 'unknown',
    declined: { media: 'image', proto, formats: ['t38'] },
  };
  dialog.offered.push(offered);
  if (!parts.isFax || parts.port === 0 || !dialog.settings.fax.isOn || hasOther) return undefined;
  offered.kind = 'image';
  dialog.hasFax = true;
  run.ports.set('image', signed(parts.port));
  for (const text of rest) {
    if (text.startsWith('c=') && namesAddress(textOf(text))) run.addressed.add('image');
  }
  return undefined;
}

/** The checks that remain after all lines are read. */
function agree(run: Run): OfferVerdict {
  const { dialog, payloads, ports, secure } = run;
  const { settings, streams } = dialog;
  if (run.addressed.size === 0) return refused('The session description has no address (c=).');
  const portOf = (kind: MediaKind | 'image'): number => ports.get(kind) ?? -1;
  if (ALL_KINDS.every(kind => portOf(kind) === -1))
    return refused(
      'The session description offers no stream that this device accepts: the port is 0, or the kind or the profile is not supported.',
      [settings.video.line, settings.text.line, settings.fax.line],
    );
  const hasFax = portOf('image') !== -1;
  if (hasFax && streams.audio !== undefined) streams.audio.srtp = undefined;
  const unkeyed = lacksKeys(run);
  if (unkeyed !== undefined) return unkeyed;
  if (settings.encryption.isOn && secure.size === 0 && !hasFax)
    return refused('The device requires encryption (encryption=yes), but the offer is not encrypted.', [
      settings.encryption.line,
    ]);
  const offered = RTP_KINDS.flatMap(kind => codecsOf(payloads[kind]));
  const common = settings.codecs.filter(codec => offered.includes(codec));
  if (common.length === 0 && !hasFax) {
    const has = offered.length === 0 ? 'no codec that the server knows' : offered.join(', ');
    const detail = `No codec in common: the offer has ${has}; allowed are ${settings.codecs.join(', ') || 'none'}.`;
    return refused(detail, settings.codecLines);
  }
  settle(run, common, portOf);
  return { kind: 'accepted' };
}

function lacksKeys({ dialog, secure, ports }: Run): OfferVerdict | undefined {
  const { streams, settings } = dialog;
  for (const kind of ['audio', 'video'] as const) {
    const srtp = streams[kind]?.srtp;
    if (secure.has(kind) && srtp?.isAgreed !== true)
      return refused(
        `The offer requires encryption, but the server has no keys for the ${kind} stream. For DTLS keys, the device needs dtlsenable=yes, and the offer needs a fingerprint.`,
        [settings.dtls.line],
      );
    if (secure.has(kind) || srtp === undefined || (kind === 'video' && !ports.has('video'))) continue;
    return settings.dtls.isOn
      ? refused(
          `The device has dtlsenable=yes, so all its calls must be encrypted, but the ${kind} stream of the offer is not.`,
          [settings.dtls.line],
        )
      : refused(`The offer has a crypto line for the ${kind} stream that the server does not accept.`);
  }
  return undefined;
}

function codecsOf(payloads: NamedPayloads[MediaKind]): readonly string[] {
  return payloadsInOrder(payloads).flatMap(([, payload]) =>
    payload.kind === 'event' ? [] : [payload.codec],
  );
}

/** Applies what was negotiated. */
function settle(run: Run, common: readonly string[], portOf: (kind: MediaKind | 'image') => number): void {
  const { dialog, payloads, addressed } = run;
  const { settings } = dialog;
  const isEvent = (payload: RtpPayload): boolean =>
    payload.kind === 'event' && payload.event === 'telephone-event';
  if (common.length > 0) {
    dialog.jointCodecs = settings.preferredOnly.isOn ? common.slice(0, 1) : common;
    dialog.sendsEvents = settings.sendsEvents && [...payloads.audio.values()].some(isEvent);
  }
  for (const kind of RTP_KINDS) {
    const stream = dialog.streams[kind];
    if (stream === undefined || !addressed.has(kind) || portOf(kind) <= 0) continue;
    stream.receives = receiveMap(payloads[kind]);
  }
  // Hold applies only to established calls; an initial offer on hold is answered like any other.
  if (!dialog.isEstablished) return;
  if (run.direction === 'sendonly') dialog.hold = 'recvonly';
  else if (run.direction === 'inactive') dialog.hold = 'inactive';
  else dialog.hold = undefined;
}

function refused(detail: string, lines: readonly (Setting | undefined)[] = []): OfferVerdict {
  return { kind: 'refused', detail, lines };
}

function shown(line: string): string {
  return line.length > 60 ? `${line.slice(0, 60)}...` : line;
}
