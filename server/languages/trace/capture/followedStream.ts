import { bytesOf } from './bytes.ts';
import type { Frame } from './frames.ts';
import type { Segment } from './packets.ts';

/** A packet of a stream, and a frame without time. */
export interface FollowedSegment {
  readonly segment: Segment;
  readonly frame: Frame;
}

/**
 * The packets in what `tshark -z follow,udp,hex,0` prints, also for TCP and for `raw`: lines of hexadecimal digits,
 * indented by a tab for the second of the two nodes that are named above them. Empty for any other text.
 */
export function followedSegments(text: string): readonly FollowedSegment[] {
  const kind = /^Follow: (udp|tcp),(hex|raw)\s*$/m.exec(text);
  const nodes = [...text.matchAll(/^Node [01]: (\S+):(\d{1,5})\s*$/gm)];
  const [first, second] = nodes.map(([, host = '', port]) => ({ host, port: Number(port) }));
  if (kind === null || first === undefined || second === undefined) return [];
  const protocol = kind[1] === 'tcp' ? 'TCP' : 'UDP';
  const found: FollowedSegment[] = [];
  const sent = { first: 0, second: 0 };
  const add = (side: 'first' | 'second', bytes: readonly number[]) => {
    const [from, to] = side === 'first' ? [first, second] : [second, first];
    const data = bytesOf(Uint8Array.from(bytes));
    const number = found.length + 1;
    found.push({
      segment: {
        ...{ protocol, payload: data, sequence: sent[side], isStart: false, isEnd: false },
        ...{ source: from.host, sourcePort: from.port, destination: to.host, destinationPort: to.port },
      },
      frame: { number, seconds: 0, microseconds: 0, linkType: 0, bytes: data, hasNoTime: true },
    });
    sent[side] += bytes.length;
  };
  let bytes: number[] = [];
  let side: 'first' | 'second' = 'first';
  const finish = () => {
    if (bytes.length > 0) add(side, bytes);
    bytes = [];
  };
  for (const line of text.split(/\r\n|\r|\n/)) {
    const row = (kind[2] === 'hex' ? HEX_ROW : RAW_ROW).exec(line);
    if (row === null) continue;
    const of = row[1] === '' ? 'first' : 'second';
    if (of !== side || isEndOfPacket(bytes.length) || kind[2] === 'raw') finish();
    side = of;
    for (const pair of (row[2] ?? '').match(/[0-9a-f]{2}/gi) ?? []) bytes.push(Number.parseInt(pair, 16));
  }
  finish();
  return found;
}

/** The last row of a packet is shorter than the others. */
function isEndOfPacket(length: number): boolean {
  return length % 16 !== 0;
}

const HEX_ROW = /^(\t?)[0-9a-f]{8} {2}((?:[0-9a-f]{2} {1,2}){1,16})/i;
const RAW_ROW = /^(\t?)((?:[0-9a-f]{2})+)\s*$/i;
