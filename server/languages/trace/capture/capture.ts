import { hostAndPort } from '../reading/formats/format.ts';
import { workbenchLine } from '../reading/formats/workbench.ts';
import { type Bytes, latin1, textOf } from './bytes.ts';
import { type Frame, framesOf } from './frames.ts';
import { encapsulatedIn } from './hep.ts';
import { type Fragments, type Segment, segmentOf } from './packets.ts';
import { addSegment, newStream, type Stream } from './streams.ts';

export { isCapture } from './frames.ts';

/** A SIP message found in a capture. */
export interface CapturedMessage {
  /** Number of the frame that completed the message. */
  readonly frame: number;
  /** RFC 3339 with microseconds, in UTC. */
  readonly time: string;
  /** `address:port` */
  readonly source: string;
  readonly destination: string;
  readonly transport: string;
  readonly text: string;
}

/** What a capture holds. */
export interface Capture {
  readonly messages: readonly CapturedMessage[];
  /** How many frames were read. */
  readonly frames: number;
  /** What is wrong with the file, in a sentence. */
  readonly problem: string | undefined;
}

/** Reads the SIP messages out of a pcap or pcapng file. Never throws; a broken file gives what stands before the break. */
export function readCapture(data: Uint8Array): Capture {
  const { frames, problem } = framesOf(data);
  const fragments: Fragments = new Map();
  const streams = new Map<string, Stream>();
  const messages: CapturedMessage[] = [];
  for (const frame of frames) {
    const segment = segmentOf(frame.linkType, frame.bytes, fragments);
    if (segment === undefined) continue;
    if (segment.protocol === 'TCP') readStream(messages, streams, segment, frame);
    else readDatagram(messages, segment, frame);
  }
  return { messages, frames: frames.length, problem };
}

/** The messages of a capture as a trace: above each message stand its time, transport and addresses. */
export function captureAsTrace(capture: Capture): string {
  const parts: string[] = [];
  for (const message of capture.messages) {
    const { time, transport, source, destination, text } = message;
    parts.push(`${workbenchLine({ time, transport, source, destination })}\r\n`, text);
    parts.push(text.endsWith('\n') ? '\r\n' : '\r\n\r\n');
  }
  return parts.join('');
}

function readDatagram(messages: CapturedMessage[], segment: Segment, frame: Frame): void {
  const hep = encapsulatedIn(segment.payload);
  if (hep !== undefined && isSip(hep.payload)) {
    messages.push({
      frame: frame.number,
      time: timeText(hep.time?.seconds ?? frame.seconds, hep.time?.microseconds ?? frame.microseconds),
      source: hostAndPort(hep.source, hep.sourcePort),
      destination: hostAndPort(hep.destination, hep.destinationPort),
      transport: hep.transport,
      text: textOf(hep.payload.data),
    });
  } else if (isSip(segment.payload)) {
    messages.push(captured(segment, frame, textOf(segment.payload.data), segment.protocol));
  }
}

/** Ports of RTP and DNS carry TCP as well, but only streams in which SIP shows itself give messages. */
function readStream(
  messages: CapturedMessage[],
  streams: Map<string, Stream>,
  segment: Segment,
  frame: Frame,
): void {
  const key = `${segment.source} ${segment.sourcePort} ${segment.destination} ${segment.destinationPort}`;
  let stream = streams.get(key);
  if (stream === undefined) {
    stream = newStream();
    streams.set(key, stream);
  }
  for (const framed of addSegment(stream, segment, frame)) {
    const text = textOf(framed.data);
    if (!START.test(text)) continue;
    messages.push(captured(segment, framed.frame, text, framed.isWebSocket ? 'WS' : 'TCP'));
  }
}

function captured(segment: Segment, frame: Frame, text: string, transport: string): CapturedMessage {
  return {
    frame: frame.number,
    time: timeText(frame.seconds, frame.microseconds),
    source: hostAndPort(segment.source, segment.sourcePort),
    destination: hostAndPort(segment.destination, segment.destinationPort),
    transport,
    text,
  };
}

const START =
  /^(?:[A-Za-z0-9\-.!%*_+`'~]{1,60}[ \t]+\S[^\r\n]{0,8000}[ \t]SIP\/\d\.\d[ \t]*(?:\r?\n|$)|SIP\/\d\.\d[ \t]+\d{3,10}[^\r\n]*(?:\r?\n|$))/;

function isSip(payload: Bytes): boolean {
  const length = payload.data.length;
  return length > 20 && START.test(latin1(payload.data.subarray(0, 8200)));
}

function timeText(seconds: number, microseconds: number): string {
  const date = new Date(seconds * 1000);
  const whole = Number.isNaN(date.getTime()) ? '1970-01-01T00:00:00' : date.toISOString().slice(0, 19);
  return `${whole}.${String(microseconds).padStart(6, '0')}Z`;
}
