import { latin1 } from './bytes.ts';

/** A frame of a WebSocket (RFC 6455 section 5.2). */
export interface WebSocketFrame {
  /** Without the mask. */
  readonly data: Uint8Array;
  /** The last frame of its message. */
  readonly isFinal: boolean;
  /** Ping, pong or close: no part of a message. */
  readonly isControl: boolean;
  /** Where the next frame begins. */
  readonly end: number;
}

/** The first frame in some bytes; undefined until it is complete. */
export function webSocketFrame(bytes: Uint8Array): WebSocketFrame | undefined {
  const head = frameHead(bytes);
  if (head === undefined) return undefined;
  const end = head.begin + head.length;
  if (bytes.length < end) return undefined;
  return { ...head, data: unmasked(bytes.subarray(head.begin, end), head.mask), end };
}

/**
 * True if the bytes begin with a frame that holds the beginning of a SIP message: so a stream is recognized whose handshake
 * is not in the capture, and read on after a loss.
 */
export function beginsWebSocket(bytes: Uint8Array): boolean {
  const opcode = (bytes[0] ?? 0) & 0x7f;
  const head = opcode === 1 || opcode === 2 ? frameHead(bytes) : undefined;
  if (head === undefined || head.length < 20) return false;
  const start = bytes.subarray(head.begin, head.begin + Math.min(head.length, 40));
  return SIP.test(latin1(unmasked(start, head.mask)));
}

const SIP = /^(?:[A-Z]{3,20} (?:sips?|tel):|SIP\/2\.0 \d{3} )/;

interface FrameHead {
  readonly isFinal: boolean;
  readonly isControl: boolean;
  readonly mask: Uint8Array | undefined;
  readonly begin: number;
  readonly length: number;
}

function frameHead(bytes: Uint8Array): FrameHead | undefined {
  if (bytes.length < 2) return undefined;
  const [first = 0, second = 0] = bytes;
  const lengthBytes = [126, 127].indexOf(second & 0x7f) + 1;
  const begin = [2, 4, 10][lengthBytes] ?? 2;
  let length = lengthBytes === 0 ? second & 0x7f : 0;
  for (const byte of lengthBytes === 0 ? [] : bytes.subarray(2, begin)) length = length * 256 + byte;
  const isMasked = (second & 0x80) !== 0;
  return {
    isFinal: (first & 0x80) !== 0,
    isControl: (first & 0x08) !== 0,
    mask: isMasked ? bytes.subarray(begin, begin + 4) : undefined,
    begin: isMasked ? begin + 4 : begin,
    length,
  };
}

/** A copy: the bytes of the capture stay as they are. */
function unmasked(data: Uint8Array, mask: Uint8Array | undefined): Uint8Array {
  return Uint8Array.from(data, (byte, index) => byte ^ (mask?.[index & 3] ?? 0));
}
