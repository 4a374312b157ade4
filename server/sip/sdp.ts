import { type Piece, slicePiece } from './piece.ts';

/** One line of a session description (RFC 8866 section 5). */
export interface SdpLine {
  /** The letter before the equal sign; '' for a line that has none. */
  readonly type: string;
  /** What follows the equal sign. */
  readonly value: Piece;
  readonly source: Piece;
}

/** A `name` or `name:value` of an `a=` line. */
export interface SdpAttribute {
  readonly name: string;
  readonly value: string | undefined;
  readonly line: SdpLine;
}

/** One `m=` line with its other lines. */
export interface SdpMedia {
  readonly line: SdpLine;
  /** `audio`, `video`, `image` ... */
  readonly kind: string;
  /** 0 refuses the stream; undefined when it is not a number. */
  readonly port: number | undefined;
  readonly protocol: string;
  readonly formats: readonly string[];
  /** Address of the stream's own `c=` line, or of the session's. */
  readonly address: string | undefined;
  readonly direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
  readonly attributes: readonly SdpAttribute[];
  /** Attributes of the session, which hold for every stream without its own. */
  readonly sessionAttributes: readonly SdpAttribute[];
  /** Codec names by payload type, including those of RFC 3551. */
  readonly codecs: readonly SdpCodec[];
}

export interface SdpCodec {
  readonly payload: string;
  /** `PCMU/8000`; the payload type itself if its name is unknown. */
  readonly name: string;
}

/** A session description as read. Reading never fails; every line is in `lines`. */
export interface SessionDescription {
  readonly lines: readonly SdpLine[];
  /** Address of the session's `c=` line. */
  readonly address: string | undefined;
  readonly media: readonly SdpMedia[];
}

/** Reads a session description; takes time linear in its length. */
export function parseSdp(source: Piece): SessionDescription {
  const lines: SdpLine[] = [];
  for (const match of source.text.matchAll(/[^\r\n]+/g)) {
    const line = slicePiece(source, match.index, match.index + match[0].length);
    const equals = /^([A-Za-z])[ \t]*=/.exec(line.text);
    lines.push({
      type: equals?.[1] ?? '',
      value: slicePiece(line, equals?.[0].length ?? 0),
      source: line,
    });
  }
  const firstMedia = lines.findIndex(line => line.type === 'm');
  const session = firstMedia < 0 ? lines : lines.slice(0, firstMedia);
  const address = connectionAddress(session);
  const sessionAttributes = attributesOf(session);
  const media: SdpMedia[] = [];
  for (let index = Math.max(firstMedia, 0); firstMedia >= 0 && index < lines.length; ) {
    let end = index + 1;
    while (end < lines.length && lines[end]?.type !== 'm') end++;
    const [line, ...rest] = lines.slice(index, end);
    if (line !== undefined) media.push(mediaOf(line, rest, address, sessionAttributes));
    index = end;
  }
  return { lines, address, media };
}

/** Codec names that a description offers in a stream, without telephone-event and comfort noise. */
export function speechCodecs(media: SdpMedia): string[] {
  return media.codecs
    .map(codec => codec.name)
    .filter(name => !/^(?:telephone-event|CN|comfort-noise)\b/i.test(name));
}

/** The description in a few words, such as `audio 192.0.2.1:4000 PCMU PCMA, video off`. */
export function sdpSummary(description: SessionDescription): string {
  return description.media
    .map(media => {
      if (media.port === 0) return `${media.kind} off`;
      const codecs = speechCodecs(media).map(name => name.replace(/\/.*$/, ''));
      const direction = media.direction === 'sendrecv' ? '' : ` ${media.direction}`;
      const shown = codecs.length > 6 ? [...codecs.slice(0, 6), '...'] : codecs;
      return `${media.kind} ${media.address ?? '?'}:${media.port ?? '?'} ${shown.join(' ')}${direction}`.trim();
    })
    .join(', ');
}

/** True for an address that is reachable only inside its own network (RFC 1918, RFC 6598, link-local, unique local). */
export function isPrivateAddress(address: string): boolean {
  return /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|127\.|f[cd][0-9a-f]{2}:|fe80:|::1$)/i.test(
    address,
  );
}

function mediaOf(
  line: SdpLine,
  rest: readonly SdpLine[],
  sessionAddress: string | undefined,
  sessionAttributes: readonly SdpAttribute[],
): SdpMedia {
  const [kind = '', port = '', protocol = '', ...formats] = line.value.text.trim().split(/\s+/);
  const attributes = attributesOf(rest);
  const names = new Map<string, string>();
  for (const attribute of attributes) {
    const map = attribute.name === 'rtpmap' ? /^(\S+)\s+(\S+)/.exec(attribute.value ?? '') : null;
    if (map !== null) names.set(map[1] ?? '', map[2] ?? '');
  }
  const number = /^(\d{1,5})(?:\/\d+)?$/.exec(port)?.[1];
  return {
    line,
    kind,
    port: number === undefined || Number(number) > 65_535 ? undefined : Number(number),
    protocol,
    formats,
    address: connectionAddress(rest) ?? sessionAddress,
    direction: directionOf(attributes) ?? directionOf(sessionAttributes) ?? 'sendrecv',
    attributes,
    sessionAttributes,
    codecs: /^RTP|^UDP\/TLS\/RTP/.test(protocol)
      ? formats.map(payload => ({
          payload,
          name: names.get(payload) ?? STATIC_PAYLOADS.get(payload) ?? payload,
        }))
      : [],
  };
}

function attributesOf(lines: readonly SdpLine[]): SdpAttribute[] {
  return lines
    .filter(line => line.type === 'a')
    .map(line => {
      const text = line.value.text.trim();
      const colon = text.indexOf(':');
      return colon < 0
        ? { name: text, value: undefined, line }
        : { name: text.slice(0, colon), value: text.slice(colon + 1).trim(), line };
    });
}

function directionOf(attributes: readonly SdpAttribute[]): SdpMedia['direction'] | undefined {
  for (const { name } of attributes) {
    if (name === 'sendrecv' || name === 'sendonly' || name === 'recvonly' || name === 'inactive') return name;
  }
  return undefined;
}

function connectionAddress(lines: readonly SdpLine[]): string | undefined {
  const line = lines.find(candidate => candidate.type === 'c');
  return line === undefined ? undefined : /^\s*IN\s+IP[46]\s+([^\s/]+)/i.exec(line.value.text)?.[1];
}

/** RFC 3551 section 6. */
const STATIC_PAYLOADS: ReadonlyMap<string, string> = new Map([
  ['0', 'PCMU/8000'],
  ['3', 'GSM/8000'],
  ['4', 'G723/8000'],
  ['5', 'DVI4/8000'],
  ['6', 'DVI4/16000'],
  ['7', 'LPC/8000'],
  ['8', 'PCMA/8000'],
  ['9', 'G722/8000'],
  ['10', 'L16/44100/2'],
  ['11', 'L16/44100'],
  ['12', 'QCELP/8000'],
  ['13', 'CN/8000'],
  ['14', 'MPA/90000'],
  ['15', 'G728/8000'],
  ['16', 'DVI4/11025'],
  ['17', 'DVI4/22050'],
  ['18', 'G729/8000'],
  ['25', 'CelB/90000'],
  ['26', 'JPEG/90000'],
  ['28', 'nv/90000'],
  ['31', 'H261/90000'],
  ['32', 'MPV/90000'],
  ['33', 'MP2T/90000'],
  ['34', 'H263/90000'],
]);
