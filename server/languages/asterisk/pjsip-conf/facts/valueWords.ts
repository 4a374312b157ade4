/** Names of differentiated services code points (dscp_pool1 of main/acl.c). */
const codePoints = new Set([
  ...['CS0', 'CS1', 'CS2', 'CS3', 'CS4', 'CS5', 'CS6', 'CS7', 'EF'],
  ...[1, 2, 3, 4].flatMap(group => [1, 2, 3].map(drop => `AF${group}${drop}`)),
]);

/** ast_str2tos: a number, decimal, hexadecimal or octal, whatever follows it, or the name of a code point. */
export function isTos(value: string): boolean {
  return /^\s*[+-]?\d/.test(value) || codePoints.has(value.toUpperCase());
}

/** Algorithms and modes: the name of every TLS cipher contains at least one of them. */
const cipherParts =
  /(AES|CHACHA20|CAMELLIA|ARIA|SEED|IDEA|DES|RC[24]|NULL|GOST|FORTEZZA|_CCM|-CCM|EMPTY_RENEGOTIATION|FALLBACK_SCSV)/i;

/** False for a text that cannot be the name of a cipher: ciphers are named after their algorithms, or by number. */
export function isTlsCipher(name: string): boolean {
  return cipherParts.test(name) || /^0x[\da-f]+$/i.test(name);
}

/** Characters of a hash in hexadecimal; undefined for an algorithm that the server does not know. */
export function digestLength(algorithm: string): number | undefined {
  return { md5: 32, 'sha-256': 64, 'sha-512-256': 64 }[algorithm.toLowerCase()];
}
