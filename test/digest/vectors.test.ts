import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  computeDigest,
  computeHa1,
  DIGEST_ALGORITHMS,
  HASH_NAMES,
  type HashName,
  hashHex,
  hashOfAlgorithm,
  isSessionAlgorithm,
  userHash,
} from '../../server/sip/digest/digest.ts';
import table from '../oracle/digest-vectors.json';
import { computeVector, type DigestVector, expectedValues } from './runVectors.ts';

const vectors: readonly DigestVector[] = table.vectors;

describe('the digest vectors', () => {
  const inSip = vectors.filter(vector => computeVector(vector) !== undefined);

  it.each(inSip)('$id', vector => {
    expect(computeVector(vector)).toMatchObject(expectedValues(vector));
  });

  it('that no SIP algorithm makes are not made by any', () => {
    const others = vectors.filter(vector => !inSip.includes(vector));
    expect(others.map(vector => vector.id)).toEqual(['rfc7616-3.9.2-as-printed', 'rfc2831-4']);
    for (const vector of others) {
      for (const algorithm of DIGEST_ALGORITHMS) {
        const made = computeVector({ ...vector, algorithm });
        expect(made?.response).not.toBe(vector.response);
      }
    }
  });

  it('the SASL form differs from SIP only by the raw HA1: its rspauth rule is ours', () => {
    const vector = vectors.find(found => found.id === 'rfc2831-4');
    expect(vector).toBeDefined();
    if (vector?.password == null) return;
    const sip = computeVector({ ...vector, algorithm: 'MD5-sess' });
    expect(vector.notes).toContain(sip?.response);
  });
});

const OPENSSL_NAMES: Readonly<Record<HashName, string>> = {
  MD5: 'md5',
  'SHA-256': 'sha256',
  'SHA-512-256': 'sha512-256',
};

const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.string({ maxLength: 200 }));

describe('random input', () => {
  const reference = (hash: HashName, data: string | Uint8Array) =>
    createHash(OPENSSL_NAMES[hash]).update(data).digest('hex');

  it('is hashed as OpenSSL does', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...HASH_NAMES),
        fc.oneof(text, fc.uint8Array({ maxLength: 500 })),
        (hash, data) => {
          expect(hashHex(hash, data)).toBe(reference(hash, data));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('gives the response that the formulas of RFC 7616 give', () => {
    const request = fc.record({
      algorithm: fc.constantFrom(...DIGEST_ALGORITHMS),
      username: text,
      realm: text,
      password: text,
      method: text,
      uri: text,
      nonce: text,
      cnonce: text,
      nc: fc.constantFrom('00000001', '0000001f'),
      qop: fc.constantFrom(undefined, 'auth' as const, 'auth-int' as const),
      body: text,
    });
    fc.assert(
      fc.property(request, ({ username, realm, password, ...rest }) => {
        const hash = hashOfAlgorithm(rest.algorithm);
        const h = (data: string) => reference(hash, data);
        let a1 = h(`${username}:${realm}:${password}`);
        expect(computeHa1(hash, username, realm, password)).toBe(a1);
        expect(userHash(hash, username, realm)).toBe(h(`${username}:${realm}`));
        const values = computeDigest(a1, rest);
        if (isSessionAlgorithm(rest.algorithm)) a1 = h(`${a1}:${rest.nonce}:${rest.cnonce}`);
        const tail = rest.qop === 'auth-int' ? `:${h(rest.body)}` : '';
        const emptyTail = rest.qop === 'auth-int' ? `:${h('')}` : '';
        const middle =
          rest.qop === undefined ? rest.nonce : [rest.nonce, rest.nc, rest.cnonce, rest.qop].join(':');
        expect(values.response).toBe(h(`${a1}:${middle}:${h(`${rest.method}:${rest.uri}${tail}`)}`));
        expect(values.rspauth).toBe(h(`${a1}:${middle}:${h(`:${rest.uri}${emptyTail}`)}`));
      }),
      { numRuns: 500 },
    );
  });

  it.skipIf(!hasOpenSsl())('is hashed as the openssl command does', () => {
    for (const data of ['1001:asterisk:s3cret', 'jürgen:пример.example:пароль✓', '']) {
      for (const hash of HASH_NAMES) {
        const output = execFileSync('openssl', ['dgst', `-${OPENSSL_NAMES[hash]}`, '-r'], { input: data });
        expect(output.toString().split(' ')[0]).toBe(hashHex(hash, data));
      }
    }
  });
});

function hasOpenSsl(): boolean {
  try {
    execFileSync('openssl', ['version']);
    return true;
  } catch {
    return false;
  }
}
