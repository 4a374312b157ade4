import {
  type Authentication,
  digestParameter,
  encodeExtended,
  formatDigest,
  isDigest,
  qopValues,
  type WrittenParameter,
} from '../authentication.ts';
import {
  computeDigest,
  type DigestAlgorithm,
  type DigestRequest,
  type DigestValues,
  digestAlgorithm,
  hashOfAlgorithm,
  isSessionAlgorithm,
  type QualityOfProtection,
  userHash,
} from './digest.ts';

/** The contents of a challenge, with the texts as written between the quotes. */
export interface Challenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | undefined;
  /** Undefined when the word is unknown; `algorithmWord` is the word as written. */
  readonly algorithm: DigestAlgorithm | undefined;
  readonly algorithmWord: string | undefined;
  /** The offered words, in order; empty for a challenge of RFC 2069. */
  readonly qop: readonly string[];
  readonly stale: boolean;
  /** True if the server accepts a hashed user name (RFC 7616 section 3.3). */
  readonly userhash: boolean;
}

/** Undefined if the scheme is not Digest, or realm or nonce is missing. */
export function readChallenge(authentication: Authentication): Challenge | undefined {
  const realm = digestParameter(authentication, 'realm');
  const nonce = digestParameter(authentication, 'nonce');
  if (!isDigest(authentication) || realm === undefined || nonce === undefined) return undefined;
  const algorithmWord = digestParameter(authentication, 'algorithm');
  return {
    realm,
    nonce,
    opaque: digestParameter(authentication, 'opaque'),
    algorithm: digestAlgorithm(algorithmWord),
    algorithmWord,
    qop: qopValues(authentication),
    stale: digestParameter(authentication, 'stale')?.toLowerCase() === 'true',
    userhash: digestParameter(authentication, 'userhash')?.toLowerCase() === 'true',
  };
}

/** The challenge that a client answers: the topmost one that it supports (RFC 8760 section 2.4). */
export function preferredChallenge(challenges: readonly Challenge[]): Challenge | undefined {
  return challenges.find(challenge => challenge.algorithm !== undefined && answerQop(challenge) !== null);
}

/** The qop to answer with: auth if offered, otherwise auth-int; undefined when none is offered, null when none is known. */
export function answerQop(challenge: Challenge): QualityOfProtection | undefined | null {
  if (challenge.qop.length === 0) return undefined;
  if (challenge.qop.includes('auth')) return 'auth';
  return challenge.qop.includes('auth-int') ? 'auth-int' : null;
}

/** Who answers, and the values of the header that are not part of the hash. */
export interface Answer extends DigestRequest {
  readonly username: string;
  readonly realm: string;
  /** The stored HA1 of the hash of `algorithm`. */
  readonly ha1: string;
  readonly opaque?: string | undefined;
  /** Sends the hash of the user name instead of it. */
  readonly userhash?: boolean | undefined;
  /** Sends `username*` instead of a user name that is not ASCII. */
  readonly extendedUsername?: boolean | undefined;
  /** False omits `algorithm`, as an RFC 2069 client does; only correct for MD5. */
  readonly writeAlgorithm?: boolean | undefined;
}

/** The value of an Authorization header field (RFC 3261 section 20.7) and the hashes in it. */
export function formatAnswer(answer: Answer): { header: string; values: DigestValues } {
  const values = computeDigest(answer.ha1, answer);
  const parameters: WrittenParameter[] = [
    usernameParameter(answer),
    { name: 'realm', value: answer.realm, quoted: true },
    { name: 'nonce', value: answer.nonce, quoted: true },
    { name: 'uri', value: answer.uri, quoted: true },
    { name: 'response', value: values.response, quoted: true },
  ];
  if (answer.writeAlgorithm !== false) {
    parameters.push({ name: 'algorithm', value: answer.algorithm, quoted: false });
  }
  const needsCnonce = answer.qop !== undefined || isSessionAlgorithm(answer.algorithm);
  if (needsCnonce) parameters.push({ name: 'cnonce', value: answer.cnonce ?? '', quoted: true });
  if (answer.opaque !== undefined) parameters.push({ name: 'opaque', value: answer.opaque, quoted: true });
  if (answer.qop !== undefined) {
    parameters.push({ name: 'qop', value: answer.qop, quoted: false });
    parameters.push({ name: 'nc', value: answer.nc ?? '', quoted: false });
  }
  if (answer.userhash) parameters.push({ name: 'userhash', value: 'true', quoted: false });
  return { header: formatDigest(parameters), values };
}

function usernameParameter(answer: Answer): WrittenParameter {
  if (answer.userhash) {
    const value = userHash(hashOfAlgorithm(answer.algorithm), answer.username, answer.realm);
    return { name: 'username', value, quoted: true };
  }
  if (answer.extendedUsername) {
    return { name: 'username*', value: encodeExtended(answer.username), quoted: false };
  }
  return { name: 'username', value: answer.username, quoted: true };
}
