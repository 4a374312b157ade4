/** UTF-8 with a byte order mark kept, so that the text stands for every byte of a valid file. */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}
