import {
  computeDigest,
  computeHa1,
  computeHa2,
  digestAlgorithm,
  hashHex,
  hashOfAlgorithm,
  isSessionAlgorithm,
  sessionHa1,
  userHash,
} from '../../server/sip/digest/digest.ts';

/** One row of test/oracle/digest-vectors.json. */
export interface DigestVector {
  readonly id: string;
  readonly algorithm: string;
  readonly username: string;
  readonly realm: string;
  readonly password: string | null;
  readonly method?: string | null;
  readonly uri?: string | null;
  readonly nonce?: string | null;
  readonly qop?: string | null;
  readonly nc?: string | null;
  readonly cnonce?: string | null;
  readonly entityBody?: string | null;
  readonly ha1?: string;
  readonly ha1Sess?: string;
  readonly hEntity?: string;
  readonly ha2?: string;
  readonly response?: string;
  readonly rspauth?: string;
  readonly userhash?: string;
  readonly notes?: string;
}

/** What our code makes of a row: the same keys as the row; undefined for an algorithm that SIP does not have. */
export function computeVector(vector: DigestVector): Partial<DigestVector> | undefined {
  const algorithm = digestAlgorithm(vector.algorithm);
  if (algorithm === undefined) return undefined;
  const hash = hashOfAlgorithm(algorithm);
  const { username, realm, password, method, uri, nonce, entityBody, rspauth } = vector;
  const ha1 =
    typeof password === 'string' ? computeHa1(hash, username, realm, password) : (vector.ha1 ?? 'no ha1');
  const qop = vector.qop === 'auth' || vector.qop === 'auth-int' ? vector.qop : undefined;
  const nc = vector.nc ?? undefined;
  const cnonce = vector.cnonce ?? undefined;
  const body = entityBody ?? undefined;
  const found: Record<string, string> = { ha1 };
  if (vector.hEntity !== undefined) found.hEntity = hashHex(hash, entityBody ?? '');
  if (vector.userhash !== undefined) found.userhash = userHash(hash, username, realm);
  if (isSessionAlgorithm(algorithm) && nonce && cnonce) found.ha1Sess = sessionHa1(hash, ha1, nonce, cnonce);
  if (!method || !uri || !nonce) return found;
  const values = computeDigest(ha1, { algorithm, method, uri, nonce, qop, nc, cnonce, body });
  found.ha2 = computeHa2(hash, method, uri, qop, body);
  found.response = values.response;
  // A response to auth-int with a body of its own is not in the table.
  if (rspauth !== undefined) found.rspauth = values.rspauth;
  return found;
}

/** The values of a row that are hashes. */
export function expectedValues(vector: DigestVector): Partial<DigestVector> {
  const keys = ['ha1', 'ha1Sess', 'hEntity', 'ha2', 'response', 'rspauth', 'userhash'] as const;
  const values: Record<string, string> = {};
  for (const key of keys) {
    const value = vector[key];
    if (value !== undefined) values[key] = value;
  }
  return values;
}
