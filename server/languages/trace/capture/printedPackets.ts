import { secondsOf, timeStampIn } from '../reading/formats/timeStamp.ts';
import { bytesOf } from './bytes.ts';
import type { Frame } from './frames.ts';

/**
 * The frames that `tshark -x`, `tcpdump -XX`, `hexdump -C` and Wireshark's hex dump print: rows of an offset, up to 16 bytes, and
 * the same as text. Every row with offset 0 begins a frame. Empty when the text has no such rows.
 */
export function printedFrames(text: string): Frame[] {
  const frames: Frame[] = [];
  let bytes: number[] = [];
  let time: string | undefined;
  let above: string | undefined;
  let dissected: string | undefined;
  const finish = () => {
    if (bytes.length >= 20) frames.push(frameOf(bytes, frames.length + 1, time));
    bytes = [];
  };
  for (const line of text.split(/\r\n|\r|\n/)) {
    const row = ROW.exec(line);
    if (row === null) {
      if (line.trim() !== '') above = line;
      dissected = EPOCH.exec(line)?.[1] ?? dissected;
      continue;
    }
    const offset = Number.parseInt(row[1] ?? '', 16);
    if (offset === 0) {
      finish();
      time = dissected ?? (above === undefined ? undefined : timeStampIn(above.slice(0, 400)));
      above = undefined;
      dissected = undefined;
    } else if (offset !== bytes.length) continue;
    for (const pair of (row[2] ?? '').match(/[0-9a-f]{2}/gi) ?? []) bytes.push(Number.parseInt(pair, 16));
  }
  finish();
  return frames;
}

/** The frames in the output of `tshark -T jsonraw`, and in that of `-T json -x`. */
export function rawFrames(text: string): Frame[] {
  return [...text.matchAll(/"frame_raw"\s*:\s*\[?\s*"((?:[0-9a-f]{2}){20,})"/gi)].map(
    ([, digits = ''], index) => {
      const bytes = (digits.match(/../g) ?? []).map(pair => Number.parseInt(pair, 16));
      return frameOf(bytes, index + 1, undefined);
    },
  );
}

/** A line of the dissection that `tshark -V -x` prints above the bytes of a frame. */
const EPOCH = /^\s*Epoch (?:Arrival )?Time: (\d{9,11}\.\d+)/;

const ROW = /^\s*(?:0x)?([0-9a-f]{4,8}):?\s{1,3}((?:[0-9a-f]{2}(?: {1,2}|$)){1,16})/i;

function frameOf(bytes: readonly number[], number: number, time: string | undefined): Frame {
  const known = time === undefined ? undefined : secondsOf(time);
  const seconds = known ?? 0;
  const type = ((bytes[12] ?? 0) << 8) | (bytes[13] ?? 0);
  const isEthernet = [0x0800, 0x86dd, 0x8100, 0x88a8, 0x8864, 0x8847].includes(type);
  const cooked = ((bytes[14] ?? 0) << 8) | (bytes[15] ?? 0);
  const isCooked = !isEthernet && (cooked === 0x0800 || cooked === 0x86dd);
  return {
    number,
    seconds: Math.floor(seconds),
    microseconds: Math.round((seconds % 1) * 1_000_000),
    linkType: isEthernet ? 1 : isCooked ? 113 : 101,
    bytes: bytesOf(Uint8Array.from(bytes)),
    ...(known === undefined ? { hasNoTime: true } : {}),
  };
}
