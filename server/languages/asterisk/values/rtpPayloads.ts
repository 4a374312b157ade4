/** The meaning of an RTP payload type: a codec by the server's name, or telephone events. */
export type RtpPayload =
  | { readonly kind: MediaKind; readonly codec: string }
  | { readonly kind: 'event'; readonly event: RtpEvent; readonly rate: number };

export type MediaKind = 'audio' | 'video' | 'text';
export type RtpEvent = 'telephone-event' | 'cisco-telephone-event' | 'CN';

/** Payload types of one side of a stream, by number (struct ast_rtp_codecs, the mapping for sending). */
export type PayloadMap = Map<number, RtpPayload>;

/** A payload type on which the server receives. Only a primary one appears in descriptions. */
interface ReceivedPayload {
  readonly payload: RtpPayload;
  isPrimary: boolean;
}

/** ast_rtp_codecs_payloads_set_m_type: numbers up to 34 in an m= line have a meaning without an rtpmap. */
export function addListedPayload(map: PayloadMap, number: number): void {
  const payload = number <= LAST_STATIC ? STATIC_PAYLOADS.get(number) : undefined;
  if (payload !== undefined) put(map, number, payload);
}

/**
 * ast_rtp_codecs_payloads_set_rtpmap_type_rate; false for a number above 127 and for a name that the server does not know
 * at this clock rate (0: any rate).
 */
export function addMappedPayload(
  map: PayloadMap,
  number: number,
  kind: MediaKind,
  name: string,
  rate: number,
  usesOldG726: boolean,
): boolean {
  if (number >= PAYLOAD_TYPES) return false;
  const type = MIME_TYPES.find(
    candidate =>
      candidate.kind === kind &&
      candidate.name.toLowerCase() === name.toLowerCase() &&
      (rate === 0 || candidate.rate === rate),
  );
  if (type === undefined) return false;
  const codec = type.meaning === 'g726' && usesOldG726 ? 'g726aal2' : type.meaning;
  put(map, number, isEvent(codec) ? { kind: 'event', event: codec, rate } : { kind, codec });
  return true;
}

/** payload_mapping_tx_is_present: of several numbers for one codec, the first one counts. */
function put(map: PayloadMap, number: number, payload: RtpPayload): void {
  for (const [other, known] of map) {
    if (!isSamePayload(known, payload)) continue;
    if (hasOtherRate(known, payload)) continue;
    if (known.kind !== 'event' && other === number) break;
    return;
  }
  map.set(number, payload);
}

function hasOtherRate(one: RtpPayload, other: RtpPayload): boolean {
  return (
    one.kind === 'event' &&
    other.kind === 'event' &&
    one.event === 'telephone-event' &&
    one.rate !== other.rate
  );
}

function isSamePayload(one: RtpPayload, other: RtpPayload): boolean {
  if (one.kind === 'event' || other.kind === 'event')
    return one.kind === 'event' && other.kind === 'event' && one.event === other.event;
  return one.codec === other.codec;
}

/** Payload types in order of their numbers: the order in which the server goes through them. */
export function payloadsInOrder(map: PayloadMap): readonly (readonly [number, RtpPayload])[] {
  return [...map].sort(([one], [other]) => one - other);
}

/** The numbers on which the server receives: those of the other side, and others as needed. */
export interface ReceiveMap {
  readonly payloads: Map<number, ReceivedPayload>;
}

/** ast_rtp_codecs_payloads_xover: the other side's numbers; of several with the same meaning, the last one is the primary one. */
export function receiveMap(offered: PayloadMap): ReceiveMap {
  const payloads = new Map<number, ReceivedPayload>();
  for (const [number, payload] of payloadsInOrder(offered)) {
    for (const known of payloads.values()) {
      if (isSamePayload(known.payload, payload)) known.isPrimary = false;
    }
    payloads.set(number, { payload, isPrimary: true });
  }
  return { payloads };
}

/** ast_rtp_codecs_payload_code: the number for a codec, chosen now if there is none yet; undefined when none is available. */
export function payloadNumber({ payloads }: ReceiveMap, payload: RtpPayload): number | undefined {
  for (const [number, known] of payloads) {
    if (known.isPrimary && isSamePayload(known.payload, payload)) return number;
  }
  let chosen = [...STATIC_PAYLOADS].find(([, known]) => isSamePayload(known, payload))?.[0];
  if (chosen === undefined && payload.kind === 'event') return undefined;
  if (chosen === undefined || (chosen >= FIRST_DYNAMIC && payloads.has(chosen)))
    chosen = freeNumber(payloads, chosen);
  if (chosen === undefined) return undefined;
  for (const known of payloads.values()) {
    if (isSamePayload(known.payload, payload)) known.isPrimary = false;
  }
  payloads.set(chosen, { payload, isPrimary: true });
  return chosen;
}

/** The next higher unused number; otherwise one without a static meaning. */
function freeNumber(payloads: ReceiveMap['payloads'], from: number | undefined): number | undefined {
  for (let number = from ?? PAYLOAD_TYPES; number < PAYLOAD_TYPES; number++) {
    if (!payloads.has(number)) return number;
  }
  for (let number = FIRST_DYNAMIC; number < PAYLOAD_TYPES; number++) {
    if (!payloads.has(number) && !STATIC_PAYLOADS.has(number)) return number;
  }
  for (let number = LAST_STATIC + 1; number < LAST_REASSIGNED; number++) {
    if (!payloads.has(number)) return number;
  }
  return undefined;
}

/** The text after the number in an rtpmap of the server; undefined for a codec without RTP. */
export function rtpmapName(payload: RtpPayload, usesOldG726: boolean): string | undefined {
  const meaning = payload.kind === 'event' ? payload.event : payload.codec;
  if (meaning === 'g726aal2' && usesOldG726) return 'G726-32/8000';
  const type = MIME_TYPES.find(candidate => candidate.meaning === meaning);
  if (type === undefined) return undefined;
  return `${type.name}/${type.rate}${meaning === 'opus' ? '/2' : ''}`;
}

/** The kind of stream for a codec; undefined for a name without RTP. */
export function mediaKindOf(codec: string): MediaKind | undefined {
  return MIME_TYPES.find(({ meaning }) => meaning === codec)?.kind;
}

const PAYLOAD_TYPES = 128;
const LAST_STATIC = 34;
const FIRST_DYNAMIC = 96;
/** AST_RTP_PT_LAST_REASSIGN: 64 to 95 could be confused with RTCP. */
const LAST_REASSIGNED = 63;

interface MimeType {
  readonly kind: MediaKind;
  readonly name: string;
  readonly rate: number;
  /** A codec, or an event. */
  readonly meaning: string;
}

function isEvent(meaning: string): meaning is RtpEvent {
  return meaning === 'telephone-event' || meaning === 'cisco-telephone-event' || meaning === 'CN';
}

/** set_next_mime_type of main/rtp_engine.c, in its order: codec or event, then names with clock rates. */
const NAMES: readonly (readonly [MediaKind, string, ...string[]])[] = [
  ['audio', 'g723', 'G723/8000'],
  ['audio', 'gsm', 'GSM/8000'],
  ['audio', 'ulaw', 'PCMU/8000', 'G711U/8000'],
  ['audio', 'alaw', 'PCMA/8000', 'G711A/8000'],
  ['audio', 'g726', 'G726-32/8000'],
  ['audio', 'adpcm', 'DVI4/8000'],
  ['audio', 'slin', 'L16/8000'],
  ['audio', 'slin16', 'L16/16000', 'L16-256/16000'],
  ['audio', 'slin12', 'L16/12000'],
  ['audio', 'slin24', 'L16/24000'],
  ['audio', 'slin32', 'L16/32000'],
  ['audio', 'slin44', 'L16/44100'],
  ['audio', 'slin48', 'L16/48000'],
  ['audio', 'slin96', 'L16/96000'],
  ['audio', 'slin192', 'L16/192000'],
  ['audio', 'lpc10', 'LPC/8000'],
  ['audio', 'g729', 'G729/8000', 'G729A/8000', 'G.729/8000'],
  ['audio', 'speex', 'speex/8000'],
  ['audio', 'speex16', 'speex/16000'],
  ['audio', 'speex32', 'speex/32000'],
  ['audio', 'ilbc', 'iLBC/8000'],
  ['audio', 'g722', 'G722/8000'],
  ['audio', 'g726aal2', 'AAL2-G726-32/8000'],
  [
    'audio',
    'telephone-event',
    'telephone-event/8000',
    'telephone-event/16000',
    'telephone-event/24000',
    'telephone-event/32000',
    'telephone-event/48000',
  ],
  ['audio', 'cisco-telephone-event', 'cisco-telephone-event/8000'],
  ['audio', 'CN', 'CN/8000'],
  ['video', 'jpeg', 'JPEG/90000'],
  ['video', 'png', 'PNG/90000'],
  ['video', 'h261', 'H261/90000'],
  ['video', 'h263', 'H263/90000'],
  ['video', 'h263p', 'h263-1998/90000'],
  ['video', 'h264', 'H264/90000'],
  ['video', 'h265', 'H265/90000'],
  ['video', 'mpeg4', 'MP4V-ES/90000'],
  ['text', 'red', 'RED/1000'],
  ['text', 't140', 'T140/1000'],
  ['audio', 'siren7', 'G7221/16000'],
  ['audio', 'siren14', 'G7221/32000'],
  ['audio', 'g719', 'G719/48000'],
  ['audio', 'opus', 'opus/48000'],
  ['video', 'vp8', 'VP8/90000'],
  ['video', 'vp9', 'VP9/90000'],
];

const MIME_TYPES: readonly MimeType[] = NAMES.flatMap(([kind, meaning, ...names]) =>
  names.map(text => {
    const slash = text.lastIndexOf('/');
    return { kind, meaning, name: text.slice(0, slash), rate: Number(text.slice(slash + 1)) };
  }),
);

/** add_static_payload of main/rtp_engine.c: fixed numbers up to 34, and above them the numbers that the server prefers. */
const NUMBERS: readonly (readonly [number, string])[] = [
  [0, 'ulaw'],
  [2, 'g726'],
  [3, 'gsm'],
  [4, 'g723'],
  [5, 'adpcm'],
  [6, 'adpcm'],
  [7, 'lpc10'],
  [8, 'alaw'],
  [9, 'g722'],
  [10, 'slin'],
  [11, 'slin'],
  [13, 'CN'],
  [16, 'adpcm'],
  [17, 'adpcm'],
  [18, 'g729'],
  [19, 'CN'],
  [26, 'jpeg'],
  [31, 'h261'],
  [34, 'h263'],
  [96, 'slin192'],
  [97, 'ilbc'],
  [99, 'h264'],
  [100, 'vp8'],
  [101, 'telephone-event'],
  [102, 'siren7'],
  [103, 'h263p'],
  [104, 'mpeg4'],
  [105, 'red'],
  [106, 't140'],
  [107, 'opus'],
  [108, 'vp9'],
  [109, 'h265'],
  [110, 'speex'],
  [111, 'g726'],
  [112, 'g726aal2'],
  [115, 'siren14'],
  [116, 'g719'],
  [117, 'speex16'],
  [118, 'slin16'],
  [119, 'speex32'],
  [121, 'cisco-telephone-event'],
  [122, 'slin12'],
  [123, 'slin24'],
  [124, 'slin32'],
  [125, 'slin44'],
  [126, 'slin48'],
  [127, 'slin96'],
];

const STATIC_PAYLOADS: ReadonlyMap<number, RtpPayload> = new Map(
  NUMBERS.map(([number, meaning]): [number, RtpPayload] => [
    number,
    isEvent(meaning)
      ? { kind: 'event', event: meaning, rate: 0 }
      : { kind: mediaKindOf(meaning) ?? 'audio', codec: meaning },
  ]),
);
