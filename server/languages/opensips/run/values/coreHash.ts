/** The hash of the server's tables (core_hash), 32 bits. */
export function coreHash(first: string, second?: string): number {
  let hash = 0;
  for (const text of second === undefined ? [first] : [first, second]) {
    const bytes = [...text].map(letter => (letter.charCodeAt(0) << 24) >> 24);
    let at = 0;
    const add = (value: number): void => {
      hash = (hash + (value ^ (value >>> 3))) >>> 0;
    };
    for (; at + 4 <= bytes.length; at += 4) {
      const [a = 0, b = 0, c = 0, d = 0] = bytes.slice(at, at + 4);
      add(((a << 24) + (b << 16) + (c << 8) + d) >>> 0);
    }
    let value = 0;
    for (; at < bytes.length; at++) value = ((value << 8) + (bytes[at] ?? 0)) >>> 0;
    add(value);
  }
  return (hash + (hash >>> 11) + ((hash >>> 13) + (hash >>> 23))) >>> 0;
}
