import { appendAll } from '../../../text/longLists.ts';
import { latin1 } from './bytes.ts';
import type { Frame } from './frames.ts';
import type { Segment } from './packets.ts';
import { looksLikeTls, type TlsSide } from './tls/side.ts';
import { beginsWebSocket, type WebSocketFrame, webSocketFrame } from './webSocket.ts';

/** One direction of a TCP connection, reassembled. */
export interface Stream {
  /** The next byte that is expected, as a TCP sequence number; undefined before the first segment. */
  expected: number | undefined;
  /** Segments that came too early. */
  early: { sequence: number; data: Uint8Array; frame: Frame }[];
  /** Bytes that are not yet a whole message, in a buffer with room for more. */
  pending: Uint8Array;
  /** A start line was found in them, and the end of its header fields was not. */
  isInHeader: boolean;
  /** How many bytes must be pending before a message can be complete; 0 while a line has to end first. */
  wanted: number;
  isWebSocket: boolean;
  /** What came of a message that is sent in several frames of a WebSocket. */
  unfinished: Uint8Array;
  /** The frame that brought the latest of them. */
  lastFrame?: Frame;
  /** True once records of TLS were seen at its beginning. */
  isTls: boolean;
  /** Decrypts it, if the capture contains secrets of TLS. */
  tls: TlsSide | undefined;
  /** How many bytes are missing. */
  lost: number;
  /** What is pending is the rest of a message whose beginning is missing. */
  isAfterGap: boolean;
}

/** A message taken out of a stream, with the frame that completed it. */
export interface Framed {
  readonly data: Uint8Array;
  readonly frame: Frame;
  readonly isWebSocket: boolean;
  /** A part of it was lost: this is only its beginning. */
  readonly isCut?: true;
}

const MOST_EARLY = 256;
const LONGEST_START = 4200;
const LONGEST_METHOD = 40;
const LONGEST_HEADER = 70_000;
const MOST_PENDING = 200_000;
/** How long to wait for a segment that others have overtaken, in seconds. */
const LONGEST_WAIT = 10;

export function newStream(): Stream {
  return {
    expected: undefined,
    early: [],
    pending: new Uint8Array(0),
    isInHeader: false,
    wanted: 0,
    isWebSocket: false,
    unfinished: new Uint8Array(0),
    isTls: false,
    tls: undefined,
    lost: 0,
    isAfterGap: false,
  };
}

/** Adds a segment and returns the messages that it completes. */
export function addSegment(stream: Stream, segment: Segment, frame: Frame): Framed[] {
  if (segment.isStart) {
    stream.expected = (segment.sequence + 1) >>> 0;
    stream.early = [];
    leaveWebSocket(stream);
    stream.isInHeader = false;
    stream.wanted = 0;
  }
  const { data } = segment.payload;
  if (data.length === 0) return [];
  const sequence = segment.isStart ? (segment.sequence + 1) >>> 0 : segment.sequence;
  stream.expected ??= sequence;
  if (stream.early.length === 0 && looksLikeTls(data)) stream.isTls = true;
  stream.early.push({ sequence, data, frame });
  const framed: Framed[] = [];
  takeAll(stream, framed);
  while (isOverdue(stream, frame)) {
    skipGap(stream, framed);
    takeAll(stream, framed);
  }
  return framed;
}

/** What is left at the end of a capture: everything after a segment that never arrived, and the beginning of a message. */
export function finishStream(stream: Stream): Framed[] {
  const framed: Framed[] = [];
  while (stream.early.length > 0) {
    skipGap(stream, framed);
    takeAll(stream, framed);
  }
  cutMessage(stream, framed);
  return framed;
}

function takeAll(stream: Stream, framed: Framed[]): void {
  for (let ready = takeReady(stream); ready !== undefined; ready = takeReady(stream)) {
    const data = stream.tls?.read(ready.data) ?? ready.data;
    if (data.length === 0) continue;
    if (isBetweenMessages(stream) && beginsWebSocket(data)) {
      stream.pending = new Uint8Array(0);
      stream.isWebSocket = true;
    }
    // The rest of a body need not end in a line ending, but a segment often begins with a message.
    if (
      stream.isAfterGap &&
      stream.pending.length > LONGEST_METHOD &&
      isBetweenMessages(stream) &&
      beginsMessage(data)
    )
      stream.pending = new Uint8Array(0);
    append(stream, data, ready.frame);
    if (mayComplete(stream, data)) appendAll(framed, messagesIn(stream, ready.frame));
  }
}

/** Drops what is pending; the stream is a WebSocket again where the next frame with SIP begins. */
function leaveWebSocket(stream: Stream): void {
  stream.pending = new Uint8Array(0);
  stream.unfinished = new Uint8Array(0);
  stream.isWebSocket = false;
}

function isBetweenMessages({ isWebSocket, isInHeader, wanted }: Stream): boolean {
  return !isWebSocket && !isInHeader && wanted === 0;
}

/** A message may come in several frames (RFC 6455 section 5.4): empty until the last of them. */
function wholeMessage(stream: Stream, { data, isFinal, isControl }: WebSocketFrame): Uint8Array {
  if (isControl) return new Uint8Array(0);
  const joined = withMore(stream.unfinished, data);
  stream.unfinished = isFinal || joined.length > MOST_PENDING ? new Uint8Array(0) : joined;
  return isFinal ? joined : new Uint8Array(0);
}

/** False if no new message can be complete yet: reading the stream again for each small segment would take too long. */
function mayComplete(stream: Stream, added: Uint8Array): boolean {
  if (stream.isWebSocket) return true;
  if (stream.wanted > 0) return stream.pending.length >= stream.wanted;
  if (!stream.isInHeader || stream.pending.length > LONGEST_HEADER) return added.includes(LF);
  return latin1(stream.pending.subarray(-added.length - 3)).includes('\r\n\r\n');
}

const LF = 10;

/** The part of an early segment that continues the stream. */
function takeReady(stream: Stream): { data: Uint8Array; frame: Frame } | undefined {
  const expected = stream.expected ?? 0;
  for (let index = 0; index < stream.early.length; index++) {
    const segment = stream.early[index];
    if (segment === undefined) break;
    const ahead = (segment.sequence - expected) | 0;
    if (ahead > 0) continue;
    stream.early.splice(index, 1);
    if (-ahead >= segment.data.length) {
      index--;
      continue;
    }
    const data = segment.data.subarray(-ahead);
    stream.expected = (expected + data.length) >>> 0;
    return { data, frame: segment.frame };
  }
  return undefined;
}

function isOverdue(stream: Stream, now: Frame): boolean {
  const [oldest] = stream.early;
  if (oldest === undefined) return false;
  return stream.early.length > MOST_EARLY || now.seconds - oldest.frame.seconds > LONGEST_WAIT;
}

/** A segment never arrived: returns the part of its message before the gap, and continues reading after the gap. */
function skipGap(stream: Stream, framed: Framed[]): void {
  if (stream.early.length === 0) return;
  stream.early.sort((a, b) => (a.sequence - b.sequence) | 0);
  const next = stream.early[0]?.sequence ?? 0;
  stream.lost += Math.max(0, (next - (stream.expected ?? next)) | 0);
  cutMessage(stream, framed);
  stream.tls?.lose();
  stream.expected = next;
  stream.isAfterGap = true;
  leaveWebSocket(stream);
  stream.isInHeader = false;
  stream.wanted = 0;
}

/** The beginning of a message whose rest never arrived. */
function cutMessage(stream: Stream, framed: Framed[]): void {
  if (stream.isWebSocket || stream.pending.length === 0 || stream.lastFrame === undefined) return;
  const text = latin1(stream.pending.subarray(0, 70_000));
  const begin = beginOfMessage(text);
  if (begin < 0 || /^(?:GET |HTTP)/.test(text.slice(begin))) return;
  const data = stream.pending.slice(begin);
  if (data.length > 40) framed.push({ data, frame: stream.lastFrame, isWebSocket: false, isCut: true });
  stream.pending = new Uint8Array(0);
}

function append(stream: Stream, data: Uint8Array, frame: Frame): void {
  stream.lastFrame = frame;
  const joined = withMore(stream.pending, data);
  stream.pending = joined.length > MOST_PENDING ? joined.subarray(joined.length - MOST_PENDING) : joined;
}

/**
 * Bytes of a stream with more behind them. Where there is room, only the new ones are copied: a message may come in many
 * small segments or frames.
 */
function withMore(bytes: Uint8Array, more: Uint8Array): Uint8Array {
  const length = bytes.length + more.length;
  const end = bytes.byteOffset + bytes.length;
  let joined: Uint8Array;
  if (end + more.length <= bytes.buffer.byteLength) {
    joined = new Uint8Array(bytes.buffer, bytes.byteOffset, length);
  } else {
    joined = new Uint8Array(2 * length).subarray(0, length);
    joined.set(bytes);
  }
  joined.set(more, bytes.length);
  return joined;
}

/** RFC 3261 section 18.3: on a stream, Content-Length says where a message ends; line endings before it are ignored. */
function messagesIn(stream: Stream, frame: Frame): Framed[] {
  const framed: Framed[] = [];
  stream.wanted = 0;
  stream.isInHeader = false;
  let text = '';
  for (;;) {
    if (stream.isWebSocket) {
      const unpacked = webSocketFrame(stream.pending);
      if (unpacked === undefined) {
        if (stream.pending.length >= MOST_PENDING) leaveWebSocket(stream);
        return framed;
      }
      stream.pending = stream.pending.slice(unpacked.end);
      const data = wholeMessage(stream, unpacked);
      if (data.length > 0) framed.push({ data, frame, isWebSocket: true });
      continue;
    }
    // Read anew only when what was read is nearly used up.
    if (text.length < Math.min(LONGEST_HEADER / 2, stream.pending.length))
      text = latin1(stream.pending.subarray(0, LONGEST_HEADER));
    const begin = beginOfMessage(text);
    const headerEnd = begin < 0 ? -1 : text.indexOf('\r\n\r\n', begin);
    if (headerEnd < 0 && text.length < Math.min(LONGEST_HEADER, stream.pending.length)) {
      text = latin1(stream.pending.subarray(0, LONGEST_HEADER));
      continue;
    }
    if (begin < 0) {
      // Streams of other protocols are not kept: only the beginning of a start line may be in them.
      if (stream.pending.length > 2 * LONGEST_START) stream.pending = stream.pending.slice(-LONGEST_START);
      return framed;
    }
    if (headerEnd < 0) {
      stream.isInHeader = stream.pending.length <= LONGEST_HEADER;
      if (!stream.isInHeader) stream.pending = stream.pending.subarray(begin + 1);
      return framed;
    }
    const header = text.slice(begin, headerEnd + 2);
    if (/^(?:GET |HTTP\/1\.1 101)/.test(header)) {
      stream.pending = stream.pending.subarray(headerEnd + 4);
      text = '';
      stream.isWebSocket = /\nupgrade[ \t]*:[ \t]*websocket/i.test(header);
      continue;
    }
    const declared = /\n(?:content-length|l)[ \t]*:[ \t]*(\d{1,7})/i.exec(header);
    const end = headerEnd + 4 + Number(declared?.[1] ?? 0);
    if (stream.pending.length < end) {
      stream.wanted = Math.min(end, MOST_PENDING);
      return framed;
    }
    framed.push({ data: stream.pending.slice(begin, end), frame, isWebSocket: false });
    stream.isAfterGap = false;
    stream.pending = stream.pending.subarray(end);
    text = text.slice(end);
  }
}

function beginsMessage(data: Uint8Array): boolean {
  return beginOfMessage(latin1(data.subarray(0, LONGEST_START))) === 0;
}

/** Where a SIP message, or the handshake of a WebSocket, begins; in the middle of a stream, it has to be searched for. */
function beginOfMessage(text: string): number {
  const found =
    /(?:^|\n)(?=[A-Za-z0-9\-.!%*_+`'~]{1,40} [^\r\n]{1,4000} SIP\/\d\.\d\r\n|SIP\/\d\.\d \d{3}[^\r\n]*\r\n|GET [^\r\n]* HTTP\/1\.1\r\n|HTTP\/1\.1 101)/.exec(
      text,
    );
  return found === null ? -1 : found.index + found[0].length;
}
