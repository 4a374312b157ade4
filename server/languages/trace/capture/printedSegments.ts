import { tcpdump } from '../reading/formats/tcpdump.ts';
import { secondsOf } from '../reading/formats/timeStamp.ts';
import { bytesOf } from './bytes.ts';
import type { Frame } from './frames.ts';
import type { Segment } from './packets.ts';

/** A TCP segment that `tcpdump -A` printed. */
export interface PrintedSegment {
  readonly segment: Segment;
  readonly frame: Frame;
}

/**
 * The TCP segments of a text of `tcpdump -A`, with their payload as far as it can be printed. tcpdump leaves out CR before
 * LF and prints a dot for what is not text; the length in the packet line says how much belongs to the payload.
 */
export function printedSegments(text: string): PrintedSegment[] {
  const found: PrintedSegment[] = [];
  let head: string | undefined;
  let lines: string[] = [];
  const finish = () => {
    if (head === undefined) return;
    const segment = segmentOf(head, lines.join('\n'), found.length + 1);
    if (segment !== undefined) found.push(segment);
  };
  for (const line of text.replace(/\r?\n$/, '').split(/\r\n|\n/)) {
    if (/^[\d:. -]+ +(?:\S+ +(?:In|Out) +)?IP6? .* Flags \[/.test(line)) {
      finish();
      head = line;
      lines = [];
    } else lines.push(line);
  }
  finish();
  return found;
}

function segmentOf(head: string, body: string, number: number): PrintedSegment | undefined {
  const context = tcpdump.announces(head);
  const flags = /Flags \[([^\]]*)\]/.exec(head)?.[1] ?? '';
  const sequence = /\bseq (\d+)/.exec(head)?.[1];
  const length = Number(/\blength (\d+)/.exec(head)?.[1] ?? 0);
  if (context?.source === undefined || context.destination === undefined) return undefined;
  const isStart = flags.includes('S');
  if (sequence === undefined && !isStart) return undefined;
  const [source, sourcePort] = split(context.source);
  const [destination, destinationPort] = split(context.destination);
  const seconds = secondsOf(context.time ?? '') ?? 0;
  const payload = bytesOf(tail(body, length));
  return {
    segment: {
      protocol: 'TCP',
      source,
      sourcePort,
      destination,
      destinationPort,
      payload,
      // After the handshake, tcpdump counts from it.
      sequence: isStart ? 0 : Number(sequence),
      isStart,
      isEnd: /[FR]/.test(flags),
    },
    frame: {
      number,
      seconds: Math.floor(seconds),
      microseconds: Math.round((seconds % 1) * 1_000_000),
      linkType: 101,
      bytes: payload,
    },
  };
}

/** The last `length` bytes of a packet, with a CR before every LF. */
function tail(body: string, length: number): Uint8Array {
  const bytes: number[] = [];
  for (let at = body.length - 1; at >= 0 && bytes.length < length; at--) {
    const code = body.charCodeAt(at);
    bytes.push(code & 0xff);
    // At the very beginning the CR was the last byte of the segment before.
    if (code === 10 && bytes.length < length) bytes.push(13);
  }
  return Uint8Array.from(bytes.reverse());
}

function split(endpoint: string): [string, number] {
  const colon = endpoint.lastIndexOf(':');
  return [endpoint.slice(0, colon).replace(/^\[|\]$/g, ''), Number(endpoint.slice(colon + 1)) || 0];
}
