import { type Bytes, u8, u16, u32 } from './bytes.ts';
import type { Frame } from './frames.ts';
import type { Segment } from './packets.ts';

/** One direction of media between two ports, as far as the capture shows it (RFC 3550). */
export interface RtpStream {
  /** `address:port` */
  readonly source: string;
  readonly destination: string;
  readonly ssrc: number;
  /** Payload types in the order in which they came. */
  readonly payloads: readonly number[];
  /** Seconds since 1970 of its first and last packet. */
  readonly from: number;
  readonly until: number;
  readonly packets: number;
  /** Packets missing according to the sequence numbers. */
  readonly lost: number;
  /** The largest interarrival jitter (RFC 3550 section 6.4.1), in milliseconds; undefined for a short stream. */
  readonly jitter: number | undefined;
  /** Packets of G.711 that contain only silence, or comfort noise. */
  readonly silent: number;
}

/** Collects the streams while the packets of a capture are read. */
export class RtpStreams {
  private readonly streams = new Map<string, Counting>();

  /** Counts a datagram; ignores it if it does not look like RTP. */
  add(segment: Segment, frame: Frame): void {
    const { payload } = segment;
    if (!looksLikeRtp(payload)) return;
    const ssrc = u32(payload, 8);
    const key = `${segment.source} ${segment.sourcePort} ${segment.destination} ${segment.destinationPort} ${ssrc}`;
    const known = this.streams.get(key);
    const at = frame.seconds + frame.microseconds / 1_000_000;
    if (known !== undefined) count(known, payload, at);
    else if (this.streams.size < MOST_STREAMS) this.streams.set(key, begin(segment, payload, ssrc, at));
  }

  /** The streams that are long and orderly enough to be media, in the order of time. */
  finished(name: (address: string, port: number) => string): RtpStream[] {
    return [...this.streams.values()].filter(isMedia).map(found => ({
      source: name(found.source, found.sourcePort),
      destination: name(found.destination, found.destinationPort),
      ssrc: found.ssrc,
      payloads: [...found.payloads],
      from: found.from,
      until: found.until,
      packets: found.packets,
      lost: Math.max(0, expected(found) - found.packets),
      jitter: found.clock === undefined ? undefined : (found.mostJitter / found.clock) * 1000,
      silent: found.silent,
    }));
  }
}

const MOST_STREAMS = 50_000;
const FEWEST_PACKETS = 10;

interface Counting {
  readonly source: string;
  readonly sourcePort: number;
  readonly destination: string;
  readonly destinationPort: number;
  readonly ssrc: number;
  readonly payloads: Set<number>;
  readonly from: number;
  readonly firstStamp: number;
  readonly firstSequence: number;
  until: number;
  packets: number;
  /** Including the cycles. */
  highest: number;
  silent: number;
  /** Ticks of its time stamps in a second, once known. */
  clock: number | undefined;
  transit: number | undefined;
  jitter: number;
  mostJitter: number;
}

function begin(segment: Segment, payload: Bytes, ssrc: number, at: number): Counting {
  const sequence = u16(payload, 2);
  const counting: Counting = {
    source: segment.source,
    sourcePort: segment.sourcePort,
    destination: segment.destination,
    destinationPort: segment.destinationPort,
    ssrc,
    payloads: new Set(),
    from: at,
    firstStamp: u32(payload, 4),
    firstSequence: sequence,
    until: at,
    packets: 0,
    highest: sequence,
    silent: 0,
    clock: undefined,
    transit: undefined,
    jitter: 0,
    mostJitter: 0,
  };
  count(counting, payload, at);
  return counting;
}

function count(stream: Counting, payload: Bytes, at: number): void {
  const type = u8(payload, 1) & 0x7f;
  stream.packets++;
  stream.until = at;
  if (stream.payloads.size < 8) stream.payloads.add(type);
  if (isSilent(payload, type)) stream.silent++;
  const ahead = ((u16(payload, 2) - (stream.highest & 0xffff)) << 16) >> 16;
  if (ahead > 0) stream.highest += ahead;
  const ticks = (u32(payload, 4) - stream.firstStamp) >>> 0;
  const passed = at - stream.from;
  if (stream.clock === undefined) {
    if (stream.packets >= FEWEST_PACKETS && passed > 0.1) stream.clock = nearestClock(ticks / passed);
    return;
  }
  const transit = passed * stream.clock - ticks;
  if (stream.transit !== undefined) {
    const change = Math.abs(transit - stream.transit);
    // A step this large is a new talk spurt or a time stamp that started over.
    if (change < stream.clock) stream.jitter += (change - stream.jitter) / 16;
    stream.mostJitter = Math.max(stream.mostJitter, stream.jitter);
  }
  stream.transit = transit;
}

const CLOCKS = [8000, 16_000, 32_000, 44_100, 48_000, 90_000];

function nearestClock(rate: number): number | undefined {
  return CLOCKS.find(clock => Math.abs(rate / clock - 1) < 0.3);
}

function expected(stream: Counting): number {
  return stream.highest - stream.firstSequence + 1;
}

function isMedia(stream: Counting): boolean {
  return stream.packets >= FEWEST_PACKETS && stream.packets > expected(stream) / 4;
}

/** Version 2, not RTCP (RFC 5761 section 4), and room for the header. */
function looksLikeRtp(payload: Bytes): boolean {
  if (payload.data.length < 12 || u8(payload, 0) >> 6 !== 2) return false;
  const second = u8(payload, 1);
  return second < 192 || second > 223;
}

/** Comfort noise, or G.711 of one value that stands for silence. */
function isSilent(payload: Bytes, type: number): boolean {
  if (type === 13) return true;
  if (type !== 0 && type !== 8) return false;
  const header = 12 + (u8(payload, 0) & 15) * 4;
  for (let at = header; at < payload.data.length; at++) {
    const level = (payload.data[at] ?? 0) ^ (type === 0 ? 0xff : 0xd5);
    // The smallest steps of either sign.
    if ((level & 0x7f) > 3) return false;
  }
  return payload.data.length > header;
}

/** A stream as a line of a trace, which `rtpLine` reads. */
export function writtenStream(stream: RtpStream): string {
  const parts = [
    `# RTP ${stream.source} to ${stream.destination}`,
    `from ${stream.from.toFixed(3)} for ${(stream.until - stream.from).toFixed(3)} s`,
    `ssrc 0x${stream.ssrc.toString(16).padStart(8, '0')}`,
    `payload ${stream.payloads.join(' ')}`,
    `packets ${stream.packets}`,
    `lost ${stream.lost}`,
    `silent ${stream.silent}`,
    ...(stream.jitter === undefined ? [] : [`jitter ${stream.jitter.toFixed(1)} ms`]),
  ];
  return parts.join(', ');
}

/** Reads what `writtenStream` wrote; undefined for another line. */
export function rtpLine(line: string): RtpStream | undefined {
  const found =
    /^# RTP (\S+) to (\S+), from ([\d.]+) for ([\d.]+) s, ssrc 0x([0-9a-f]{8}), payload ([\d ]+), packets (\d+), lost (\d+), silent (\d+)(?:, jitter ([\d.]+) ms)?\s*$/.exec(
      line,
    );
  if (found === null) return undefined;
  const from = Number(found[3]);
  return {
    source: found[1] ?? '',
    destination: found[2] ?? '',
    from,
    until: from + Number(found[4]),
    ssrc: Number.parseInt(found[5] ?? '0', 16),
    payloads: (found[6] ?? '').split(' ').map(Number),
    packets: Number(found[7]),
    lost: Number(found[8]),
    silent: Number(found[9]),
    jitter: found[10] === undefined ? undefined : Number(found[10]),
  };
}
