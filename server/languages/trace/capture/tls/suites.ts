import { sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384 } from '@noble/hashes/sha2.js';
import type { AeadName, CbcName } from './ciphers.ts';

/** What a cipher suite uses. */
export type Suite = AeadSuite | CbcSuite;

export interface AeadSuite {
  readonly kind: 'aead';
  readonly name: AeadName;
  readonly keyLength: number;
  readonly tagLength: number;
  /** From which the keys are derived. */
  readonly hash: typeof sha256 | typeof sha384;
}

export interface CbcSuite {
  readonly kind: 'cbc';
  readonly name: CbcName;
  readonly keyLength: number;
  readonly blockLength: number;
  /** The hash of the message authentication code. */
  readonly mac: typeof sha1 | typeof sha256 | typeof sha384;
  readonly hash: typeof sha256 | typeof sha384;
}

function aead(name: AeadName, keyLength: number, hash: AeadSuite['hash'], tagLength = 16): AeadSuite {
  return { kind: 'aead', name, keyLength, tagLength, hash };
}

/** RFC 5246 section 5: SHA-256 derives the keys, unless the suite says otherwise. */
function cbc(name: CbcName, keyLength: number, mac: CbcSuite['mac'], blockLength = 16): CbcSuite {
  return { kind: 'cbc', name, keyLength, blockLength, mac, hash: mac === sha384 ? sha384 : sha256 };
}

/** By their numbers at IANA. */
const NUMBERS: readonly (readonly [Suite, readonly number[]])[] = [
  [
    aead('aes-128-gcm', 16, sha256),
    [0x1301, 0x009c, 0x009e, 0x00a2, 0x00a6, 0x00a8, 0x00aa, 0xc02b, 0xc02d, 0xc02f, 0xc031, 0xd001],
  ],
  [
    aead('aes-256-gcm', 32, sha384),
    [0x1302, 0x009d, 0x009f, 0x00a3, 0x00a7, 0x00a9, 0x00ab, 0xc02c, 0xc02e, 0xc030, 0xc032, 0xd002],
  ],
  [aead('chacha20-poly1305', 32, sha256), [0x1303, 0xcca8, 0xcca9, 0xccaa, 0xccab, 0xccac, 0xccad]],
  [aead('aes-128-ccm', 16, sha256), [0x1304, 0xc09c, 0xc09e, 0xc0a4, 0xc0a6, 0xc0ac, 0xd005]],
  [aead('aes-256-ccm', 32, sha256), [0xc09d, 0xc09f, 0xc0a5, 0xc0a7, 0xc0ad]],
  [aead('aes-128-ccm', 16, sha256, 8), [0x1305, 0xc0a0, 0xc0a2, 0xc0a8, 0xc0aa, 0xc0ae, 0xd003]],
  [aead('aes-256-ccm', 32, sha256, 8), [0xc0a1, 0xc0a3, 0xc0a9, 0xc0ab, 0xc0af]],
  [
    cbc('aes-128-cbc', 16, sha1),
    [
      0x002f, 0x0030, 0x0031, 0x0032, 0x0033, 0x0034, 0x008c, 0x0090, 0x0094, 0xc004, 0xc009, 0xc00e, 0xc013,
      0xc018, 0xc035,
    ],
  ],
  [
    cbc('aes-256-cbc', 32, sha1),
    [
      0x0035, 0x0036, 0x0037, 0x0038, 0x0039, 0x003a, 0x008d, 0x0091, 0x0095, 0xc005, 0xc00a, 0xc00f, 0xc014,
      0xc019, 0xc036,
    ],
  ],
  [
    cbc('aes-128-cbc', 16, sha256),
    [
      0x003c, 0x003e, 0x003f, 0x0040, 0x0067, 0x006c, 0x00ae, 0x00b2, 0x00b6, 0xc023, 0xc025, 0xc027, 0xc029,
      0xc037,
    ],
  ],
  [cbc('aes-256-cbc', 32, sha256), [0x003d, 0x0068, 0x0069, 0x006a, 0x006b, 0x006d]],
  [cbc('aes-256-cbc', 32, sha384), [0x00af, 0x00b3, 0x00b7, 0xc024, 0xc026, 0xc028, 0xc02a, 0xc038]],
  [cbc('camellia-128-cbc', 16, sha1), [0x0041, 0x0044, 0x0045]],
  [cbc('camellia-256-cbc', 32, sha1), [0x0084, 0x0087, 0x0088]],
  [cbc('camellia-128-cbc', 16, sha256), [0x00ba, 0x00bd, 0x00be, 0xc072, 0xc076]],
  [
    cbc('des-ede3-cbc', 24, sha1, 8),
    [0x000a, 0x0013, 0x0016, 0x008b, 0x008f, 0x0093, 0xc003, 0xc008, 0xc00d, 0xc012, 0xc034],
  ],
];

export const SUITES: ReadonlyMap<number, Suite> = new Map(
  NUMBERS.flatMap(([suite, numbers]) => numbers.map(number => [number, suite] as const)),
);
