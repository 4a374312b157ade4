/** UTF-8 with a byte order mark kept, so that the text represents every byte of a valid file. */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/**
 * The text of a log from any program: UTF-8, or UTF-16 with a byte order mark or with a zero in every second byte, as
 * PowerShell and Windows write it.
 */
export function decodeLog(bytes: Uint8Array): string {
  const [first = 0, second = 0] = bytes;
  if (first === 0xff && second === 0xfe) return decodeUtf16(bytes.subarray(2), false);
  if (first === 0xfe && second === 0xff) return decodeUtf16(bytes.subarray(2), true);
  const head = bytes.subarray(0, 200);
  const zeros = (offset: number) => head.filter((byte, index) => index % 2 === offset && byte === 0).length;
  if (head.length >= 40 && zeros(1) > head.length * 0.4 && zeros(0) < head.length * 0.1) {
    return decodeUtf16(bytes, false);
  }
  if (head.length >= 40 && zeros(0) > head.length * 0.4 && zeros(1) < head.length * 0.1) {
    return decodeUtf16(bytes, true);
  }
  return decodeText(bytes);
}

/** Converts from big-endian here: not every platform decodes it. */
function decodeUtf16(bytes: Uint8Array, isBigEndian: boolean): string {
  if (!isBigEndian) return new TextDecoder('utf-16le').decode(bytes);
  // Not `slice`: that of a buffer of Node is a view of the same bytes.
  const swapped = new Uint8Array(bytes.length);
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    swapped[at] = bytes[at + 1] ?? 0;
    swapped[at + 1] = bytes[at] ?? 0;
  }
  return new TextDecoder('utf-16le').decode(swapped);
}
