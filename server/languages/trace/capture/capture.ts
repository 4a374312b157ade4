import { hostAndPort } from '../reading/formats/format.ts';
import { parsePieces, parseTrace, type TraceTree } from '../reading/parser.ts';
import { type Bytes, textOf } from './bytes.ts';
import type { CapturedMessage } from './capturedMessage.ts';
import { dissectedMessages, isDissection } from './dissections.ts';
import { exportedPdu } from './exportedPdu.ts';
import { followedSegments } from './followedStream.ts';
import { type FileEnd, type Frame, framesOf } from './frames.ts';
import { encapsulatedIn } from './hep.ts';
import { type Fragments, type Segment, segmentOf } from './packets.ts';
import { printedFrames, rawFrames } from './printedPackets.ts';
import { printedSegments } from './printedSegments.ts';
import { type RtpStream, RtpStreams, writtenStream } from './rtp.ts';
import { addSegment, type Framed, finishStream, newStream, type Stream } from './streams.ts';
import { TlsDecryption } from './tls/decryption.ts';

export type { CapturedMessage } from './capturedMessage.ts';
export { isCapture } from './frames.ts';

/** The contents of a capture. */
export interface Capture {
  readonly messages: readonly CapturedMessage[];
  /** How many frames were read. */
  readonly frames: number;
  /** What is wrong with the file, in a sentence. */
  readonly problem: string | undefined;
  /** What could not be read, and what to do about it. */
  readonly notes: readonly string[];
  /** The media in the capture. */
  readonly streams: readonly RtpStream[];
}

/**
 * Reads the SIP messages out of a pcap or pcapng file. Never throws; a truncated file gives the messages before the
 * break.
 */
export function readCapture(data: Uint8Array): Capture {
  return readCaptureInPieces([data]);
}

function readCaptureInPieces(pieces: Iterable<Uint8Array>): Capture {
  const tls = new TlsDecryption();
  return readFrames(framesOf(pieces, tls.secrets), tls);
}

/** A capture that was read as a trace: `Capture` without its messages, and the frame of each message. */
export interface CapturedTrace extends Omit<Capture, 'messages'> {
  readonly tree: TraceTree;
  readonly frameOf: readonly number[];
}

/**
 * Reads a capture as the trace that `captureAsTrace` creates. A long capture is never in memory as messages and as text
 * in addition to its bytes: each message becomes part of the trace as soon as it is found. The file comes in pieces,
 * which are requested again from the beginning if messages have to be sorted.
 */
export function readCaptureAsTrace(file: Iterable<Uint8Array>): CapturedTrace {
  const tls = new TlsDecryption();
  const reading = messagesIn(framesOf(file, tls.secrets), tls);
  const frameOf: number[] = [];
  let end: CaptureEnd | undefined;
  const pieces = function* (): Generator<string> {
    let next = reading.next();
    for (; next.done !== true; next = reading.next()) {
      frameOf.push(next.value.frame);
      yield writtenMessage(next.value);
    }
    end = next.value;
    yield* end.streams.map(stream => `${writtenStream(stream)}\r\n`);
  };
  const tree = parsePieces(pieces());
  // Messages that are found at the end belong further up.
  if (end === undefined || end.late.length > 0) return capturedTrace(readCaptureInPieces(file));
  return { ...end, tree, frameOf };
}

/** The trace of a capture. */
export function capturedTrace(capture: Capture): CapturedTrace {
  const frameOf = capture.messages.map(({ frame }) => frame);
  return { ...capture, tree: parseTrace(captureAsTrace(capture)), frameOf };
}

/**
 * Reads the SIP messages out of a text that prints packets: what tshark writes with `-T json`, `-T jsonraw`, `-T ek`,
 * `-T pdml`, `-x` or `-z follow`, and TCP segments of `tcpdump -A`. Undefined for any other text, which is read line by line.
 */
export function readPrintedCapture(text: string): Capture | undefined {
  if (isDissection(text)) {
    const messages = dissectedMessages(text);
    if (messages.length === 0) return readFrames(printed(rawFrames(text)), new TlsDecryption());
    return { messages, frames: messages.length, problem: undefined, notes: [], streams: [] };
  }
  const followed = followedSegments(text);
  if (followed.length > 0 || /^[^\n]*Flags \[[^\n]*length \d/m.test(text)) {
    const segments = followed.length > 0 ? followed : printedSegments(text);
    const streams: Streams = new Map();
    const tls = new TlsDecryption();
    const messages = segments.flatMap(({ segment, frame }) =>
      segment.protocol === 'TCP'
        ? [...readStream(streams, segment, frame, tls)]
        : (readDatagram(segment, frame) ?? []),
    );
    const { late, notes } = finish(streams, tls);
    return {
      messages: inOrder(messages, late),
      frames: segments.length,
      problem: undefined,
      notes,
      streams: [],
    };
  }
  const frames = /^\s*(?:0x)?0000(?:0000)?:?\s/m.test(text) ? printedFrames(text) : [];
  return frames.length === 0 ? undefined : readFrames(printed(frames), new TlsDecryption());
}

/**
 * The capture in a text that prints packets, where its lines alone do not say it all: none of them begins a message, one is cut, or
 * they are the fields of tshark's JSON or PDML, which would be taken for lines of messages. `head` is the beginning of the text.
 */
export function printedCaptureOf(tree: TraceTree, head: string, text: () => string): Capture | undefined {
  const messages = tree.blocks.flatMap(block => block.messages);
  const isWhole = messages.length > 0 && messages.every(message => message.cut === undefined);
  if (isWhole && !PRINTED.test(head.slice(0, 2000))) return undefined;
  const printed = readPrintedCapture(text());
  return printed === undefined || printed.messages.length === 0 ? undefined : printed;
}

const PRINTED =
  /^\s*(?:\[\s*)?\{\s*"(?:_index|index|timestamp|layers)"|<pdml|^Follow: (?:udp|tcp),(?:hex|raw)\s*$/m;

function* printed(frames: readonly Frame[]): Generator<Frame, FileEnd> {
  yield* frames;
  return { problem: undefined };
}

function readFrames(frames: Generator<Frame, FileEnd>, tls: TlsDecryption): Capture {
  const reading = messagesIn(frames, tls);
  const messages: CapturedMessage[] = [];
  let next = reading.next();
  for (; next.done !== true; next = reading.next()) messages.push(next.value);
  const { late, ...end } = next.value;
  return { ...end, messages: inOrder(messages, late) };
}

/** The information at the end of a capture. */
interface CaptureEnd extends Omit<Capture, 'messages'> {
  /** Messages of streams that were still waiting for a segment. */
  readonly late: readonly CapturedMessage[];
}

function* messagesIn(
  frames: Generator<Frame, FileEnd>,
  tls: TlsDecryption,
): Generator<CapturedMessage, CaptureEnd> {
  const fragments: Fragments = new Map();
  const streams: Streams = new Map();
  const media = new RtpStreams();
  let count = 0;
  let next = frames.next();
  for (; next.done !== true; next = frames.next()) {
    const frame = next.value;
    count++;
    const segment =
      frame.linkType === EXPORTED_PDU
        ? exportedSegment(frame, streams)
        : segmentOf(frame.linkType, frame.bytes, fragments);
    if (segment === undefined) continue;
    if (segment.protocol === 'TCP') {
      yield* readStream(streams, segment, frame, tls);
      continue;
    }
    const message = readDatagram(segment, frame);
    if (message === undefined) media.add(segment, frame);
    else yield message;
  }
  const { problem } = next.value;
  const { late, notes } = finish(streams, tls);
  return { late, frames: count, problem, notes, streams: media.finished(hostAndPort) };
}

function inOrder(messages: CapturedMessage[], late: readonly CapturedMessage[]): readonly CapturedMessage[] {
  return late.length === 0 ? messages : [...messages, ...late].sort((a, b) => a.frame - b.frame);
}

interface OpenStream {
  readonly stream: Stream;
  readonly ends: Segment;
}

type Streams = Map<string, OpenStream>;

const EXPORTED_PDU = 252;

/** PDUs of one stream follow each other, so they get generated sequence numbers. */
function exportedSegment(frame: Frame, streams: Streams): Segment | undefined {
  const pdu = exportedPdu(frame.bytes);
  if (pdu === undefined) return undefined;
  const { transport, ...ends } = pdu;
  const base = { ...ends, protocol: transport, isStart: false, isEnd: false };
  const known = streams.get(streamKey({ ...base, sequence: 0 }));
  return { ...base, sequence: known?.stream.expected ?? 0 };
}

/** The messages that are still pending, and notes about streams that could not be read. */
function finish(
  streams: Streams,
  tls: TlsDecryption,
): { readonly late: readonly CapturedMessage[]; readonly notes: readonly string[] } {
  const late: CapturedMessage[] = [];
  const notes: string[] = [];
  const encrypted = new Set<string>();
  for (const { stream, ends } of streams.values()) {
    const name = `${hostAndPort(ends.source, ends.sourcePort)} to ${hostAndPort(ends.destination, ends.destinationPort)}`;
    let cut = 0;
    for (const framed of finishStream(stream)) {
      const text = textOf(framed.data);
      if (!START.test(text)) continue;
      if (framed.isCut === true) cut++;
      late.push(captured(ends, framed.frame, text, transportOf(stream, framed)));
    }
    const isBroken = stream.tls?.isBroken === true;
    if (stream.isTls && !isBroken && isUnread(stream))
      encrypted.add([ends.source, ends.destination].sort().join(' and '));
    else if (stream.lost > 0) {
      notes.push(
        `TCP from ${name}: ${stream.lost} bytes are missing from the capture. ${afterLoss(isBroken, cut > 0)}`,
      );
    } else if (cut > 0) {
      notes.push(`TCP from ${name}: the last message is incomplete; a segment is missing from the capture.`);
    }
  }
  if (encrypted.size > 0) notes.push(tls.note([...encrypted]));
  return { late, notes: notes.slice(0, MOST_NOTES) };
}

const MOST_NOTES = 20;

/** A side that only shakes hands, and sends no data, hides nothing. */
function isUnread({ tls }: Stream): boolean {
  return tls === undefined || (tls.isUnread && !tls.isDecrypted);
}

function afterLoss(isTls: boolean, isCut: boolean): string {
  if (isTls) return 'What follows in this direction cannot be decrypted.';
  return isCut
    ? 'The message there is incomplete; the others were read.'
    : 'A message there is lost; the others were read.';
}

function transportOf({ tls }: Stream, { isWebSocket }: Framed): string {
  if (tls?.isDecrypted === true) return isWebSocket ? 'WSS' : 'TLS';
  return isWebSocket ? 'WS' : 'TCP';
}

/**
 * The messages of a capture as a trace: above each message its time, transport and addresses, and at the end a
 * line for each stream of media.
 */
export function captureAsTrace(capture: Capture): string {
  const streams = capture.streams.map(stream => `${writtenStream(stream)}\r\n`);
  return [...capture.messages.map(writtenMessage), ...streams].join('');
}

function writtenMessage({ time, transport, source, destination, text }: CapturedMessage): string {
  const at = time === undefined ? '' : `${time} `;
  return `# ${at}${transport} ${source} => ${destination}\r\n${text}${endBelow(text)}`;
}

/** What separates a message from the next one; no empty line if it was cut in its header, which such a line would end. */
function endBelow(text: string): string {
  if (!text.endsWith('\n')) return text.includes('\r\n\r\n') ? '\r\n\r\n' : '\r\n';
  return text.includes('\r\n\r\n') || !text.includes('\r\n') ? '\r\n' : '';
}

/** Undefined if it contains no SIP. */
function readDatagram(segment: Segment, frame: Frame): CapturedMessage | undefined {
  const hep = encapsulatedIn(segment.payload);
  const inside = hep && sipText(hep.payload);
  if (hep !== undefined && inside !== undefined) {
    return {
      frame: frame.number,
      time: hep.time === undefined ? timeOf(frame) : timeText(hep.time.seconds, hep.time.microseconds),
      source: hostAndPort(hep.source, hep.sourcePort),
      destination: hostAndPort(hep.destination, hep.destinationPort),
      transport: hep.transport,
      text: inside,
    };
  }
  const text = sipText(segment.payload);
  return text === undefined ? undefined : captured(segment, frame, text, segment.protocol);
}

/** Ports of RTP and DNS carry TCP as well, but only streams that contain SIP give messages. */
function* readStream(
  streams: Streams,
  segment: Segment,
  frame: Frame,
  tls: TlsDecryption,
): Generator<CapturedMessage> {
  const key = streamKey(segment);
  let open = streams.get(key);
  if (open === undefined) {
    open = { stream: newStream(), ends: segment };
    streams.set(key, open);
  }
  tls.prepare(open.stream, segment);
  for (const framed of addSegment(open.stream, segment, frame)) {
    const text = textOf(framed.data);
    if (!START.test(text)) continue;
    yield captured(segment, framed.frame, text, transportOf(open.stream, framed));
  }
}

function streamKey(segment: Segment): string {
  return `${segment.source} ${segment.sourcePort} ${segment.destination} ${segment.destinationPort}`;
}

function captured(segment: Segment, frame: Frame, text: string, transport: string): CapturedMessage {
  return {
    frame: frame.number,
    time: timeOf(frame),
    source: hostAndPort(segment.source, segment.sourcePort),
    destination: hostAndPort(segment.destination, segment.destinationPort),
    transport,
    text,
  };
}

const START =
  /^(?:[A-Za-z0-9\-.!%*_+`'~]{1,60}[ \t]+\S[^\r\n]{0,8000}[ \t]SIP\/\d\.\d[ \t]*(?:\r?\n|$)|SIP\/\d\.\d[ \t]+\d{3,10}[^\r\n]*(?:\r?\n|$))/;

/** The text of a datagram; undefined if it is not SIP. */
function sipText({ data }: Bytes): string | undefined {
  // Media and other datagrams are recognized by their first byte.
  if (data.length <= 20 || (data[0] ?? 0) < 33 || (data[0] ?? 0) > 126) return undefined;
  const text = textOf(data);
  return START.test(text) ? text : undefined;
}

function timeOf({ seconds, microseconds, hasNoTime }: Frame): string | undefined {
  return hasNoTime ? undefined : timeText(seconds, microseconds);
}

function timeText(seconds: number, microseconds: number): string {
  if (seconds !== latest.seconds) {
    const date = new Date(seconds * 1000);
    const text = Number.isNaN(date.getTime()) ? '1970-01-01T00:00:00' : date.toISOString().slice(0, 19);
    latest = { seconds, text };
  }
  return `${latest.text}.${String(microseconds).padStart(6, '0')}Z`;
}

/** Many messages come in one second. */
let latest = { seconds: 0, text: '1970-01-01T00:00:00' };
