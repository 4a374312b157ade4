/** Builds captures for tests, byte by byte. */

export function bytes(...parts: readonly (number | string | Uint8Array)[]): Uint8Array {
  const chunks = parts.map(part =>
    typeof part === 'number'
      ? Uint8Array.of(part)
      : typeof part === 'string'
        ? new TextEncoder().encode(part)
        : part,
  );
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

export function u16(value: number): Uint8Array {
  return Uint8Array.of((value >> 8) & 255, value & 255);
}

export function u32(value: number, little = false): Uint8Array {
  const made = Uint8Array.of((value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
  return little ? made.reverse() : made;
}

export const SOURCE = [192, 0, 2, 1];
export const DESTINATION = [192, 0, 2, 2];

export function udp(payload: string | Uint8Array, from = 5060, to = 5062): Uint8Array {
  const data = bytes(payload);
  return bytes(u16(from), u16(to), u16(data.length + 8), u16(0), data);
}

export function tcp(sequence: number, payload: string | Uint8Array, flags = 0x18): Uint8Array {
  return bytes(u16(5060), u16(5062), u32(sequence), u32(0), 0x50, flags, u16(65535), u32(0), payload);
}

export function ip4(protocol: number, payload: Uint8Array, fragment = 0, id = 1): Uint8Array {
  const head = bytes(0x45, 0, u16(payload.length + 20), u16(id), u16(fragment), 64, protocol, u16(0));
  return bytes(head, Uint8Array.from(SOURCE), Uint8Array.from(DESTINATION), payload);
}

export function ip6(next: number, payload: Uint8Array): Uint8Array {
  const address = (last: number): Uint8Array => bytes(u16(0x2001), u16(0xdb8), new Uint8Array(11), last);
  return bytes(0x60, 0, 0, 0, u16(payload.length), next, 64, address(1), address(2), payload);
}

export function ethernet(packet: Uint8Array, type = 0x0800, ...tags: readonly number[]): Uint8Array {
  return bytes(new Uint8Array(12), ...tags.flatMap(tag => [u16(0x8100), u16(tag)]), u16(type), packet);
}

export interface PcapOptions {
  readonly little?: boolean;
  readonly nano?: boolean;
  readonly linkType?: number;
}

/** Frames one second apart, from second 1000000000 on, each 5 milliseconds into its second. */
export function pcap(frames: readonly Uint8Array[], options: PcapOptions = {}): Uint8Array {
  const { little = false, nano = false, linkType = 1 } = options;
  const n32 = (value: number): Uint8Array => u32(value, little);
  const fraction = nano ? 5_000_000 : 5_000;
  const version = little ? bytes(2, 0, 4, 0) : bytes(0, 2, 0, 4);
  return bytes(
    n32(nano ? 0xa1b23c4d : 0xa1b2c3d4),
    version,
    n32(0),
    n32(0),
    n32(65535),
    n32(linkType),
    ...frames.map((frame, index) =>
      bytes(n32(1_000_000_000 + index), n32(fraction), n32(frame.length), n32(frame.length), frame),
    ),
  );
}

export function pcapng(frames: readonly Uint8Array[], linkType = 1): Uint8Array {
  const n32 = (value: number): Uint8Array => u32(value, true);
  const block = (type: number, body: Uint8Array): Uint8Array => {
    const padded = bytes(body, new Uint8Array((4 - (body.length % 4)) % 4));
    return bytes(n32(type), n32(padded.length + 12), padded, n32(padded.length + 12));
  };
  const n16 = (value: number): Uint8Array => u16(value).reverse();
  // if_tsresol 9: nanoseconds
  const resolution = bytes(n16(9), n16(1), 9, 0, 0, 0, n16(0), n16(0));
  return bytes(
    block(0x0a0d0d0a, bytes(n32(0x1a2b3c4d), n16(1), n16(0), n32(0xffffffff), n32(0xffffffff))),
    block(1, bytes(n16(linkType), n16(0), n32(0), resolution)),
    ...frames.map((frame, index) => {
      const time = BigInt(1_000_000_000 + index) * 1_000_000_000n + 5_000_000n;
      const high = Number(time >> 32n);
      const low = Number(time & 0xffffffffn);
      return block(6, bytes(n32(0), n32(high), n32(low), n32(frame.length), n32(frame.length), frame));
    }),
  );
}
