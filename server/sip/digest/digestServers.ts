import type { Challenge } from './answer.ts';
import { type DigestAlgorithm, hashOfAlgorithm } from './digest.ts';

export type DigestServer = 'asterisk' | 'opensips' | 'flexisip';

/** What a server's digest code supports; measured and read from the code, see docs/digest.md. */
export interface DigestServerFacts {
  readonly title: string;
  /** Words of `algorithm` that it accepts in an answer. */
  readonly algorithms: readonly DigestAlgorithm[];
  /** True if the word must be spelled exactly as in `algorithms`. */
  readonly exactWord: boolean;
  /** True if an answer with qop is checked with qop; false if qop, nc and cnonce are ignored. */
  readonly qop: boolean;
  /** True if a response in uppercase is accepted. */
  readonly upperCaseResponse: boolean;
  /** One sentence for users who decide what to store. */
  readonly limits: string;
}

export const DIGEST_SERVERS: Readonly<Record<DigestServer, DigestServerFacts>> = {
  asterisk: {
    title: 'Asterisk chan_sip',
    algorithms: ['MD5'],
    exactWord: false,
    qop: false,
    upperCaseResponse: true,
    limits: 'Asterisk chan_sip supports only MD5 without qop; it needs md5secret in lowercase.',
  },
  opensips: {
    title: 'OpenSIPS',
    algorithms: ['MD5', 'MD5-sess', 'SHA-256', 'SHA-256-sess', 'SHA-512-256', 'SHA-512-256-sess'],
    exactWord: false,
    qop: true,
    upperCaseResponse: true,
    limits:
      'OpenSIPS supports only MD5 up to 3.1 (columns ha1 and ha1b); from 3.2 on also SHA-256 and SHA-512-256 (columns ha1_sha256 and ha1_sha512t256, no ha1b).',
  },
  flexisip: {
    title: 'Flexisip',
    algorithms: ['MD5', 'SHA-256'],
    exactWord: true,
    qop: true,
    upperCaseResponse: false,
    limits:
      'Flexisip accepts only the exact words MD5 and SHA-256; it refuses MD5-sess, md5 and SHA-512-256.',
  },
};

/** Why a server refuses credentials whose hash is correct; empty if it does not. */
export function serverRefusals(
  server: DigestServer,
  credentials: {
    algorithmWord: string | undefined;
    algorithm: DigestAlgorithm;
    qop: boolean;
    response: string;
  },
): string[] {
  const facts = DIGEST_SERVERS[server];
  const found: string[] = [];
  const word = credentials.algorithmWord ?? 'MD5';
  const known = facts.exactWord
    ? facts.algorithms.some(algorithm => algorithm === word)
    : facts.algorithms.includes(credentials.algorithm);
  if (!known) {
    found.push(`${facts.title} does not accept the algorithm word ${word.slice(0, 40)}. ${facts.limits}`);
  }
  if (credentials.qop && !facts.qop) {
    found.push(
      `${facts.title} ignores qop, nc and cnonce and computes the response without them: it refuses this answer.`,
    );
  }
  if (credentials.response !== credentials.response.toLowerCase() && !facts.upperCaseResponse) {
    found.push(`${facts.title} compares the response as text: it refuses uppercase digits.`);
  }
  return found;
}

/** Why a server cannot answer or check a challenge. */
export function challengeRefusals(server: DigestServer, challenge: Challenge): string[] {
  const facts = DIGEST_SERVERS[server];
  if (challenge.algorithm === undefined) return [];
  const hash = hashOfAlgorithm(challenge.algorithm);
  if (facts.algorithms.some(algorithm => hashOfAlgorithm(algorithm) === hash)) return [];
  return [`${facts.title} cannot answer or check ${hash}. ${facts.limits}`];
}
