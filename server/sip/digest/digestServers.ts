import type { Challenge } from './answer.ts';
import { type DigestAlgorithm, hashOfAlgorithm } from './digest.ts';

export type DigestServer = 'asterisk' | 'opensips' | 'flexisip';

/** What a server's digest code can do and what it cannot; measured and read, see docs/digest.md. */
export interface DigestServerFacts {
  readonly title: string;
  /** Words of `algorithm` that it accepts in an answer. */
  readonly algorithms: readonly DigestAlgorithm[];
  /** True when the word must be spelled as in `algorithms`, letter for letter. */
  readonly exactWord: boolean;
  /** True when an answer with qop is checked as such; false when qop, nc and cnonce are ignored. */
  readonly qop: boolean;
  /** True when a response in upper case is accepted. */
  readonly upperCaseResponse: boolean;
  /** One sentence for people who choose what to store. */
  readonly limits: string;
}

export const DIGEST_SERVERS: Readonly<Record<DigestServer, DigestServerFacts>> = {
  asterisk: {
    title: 'Asterisk chan_sip',
    algorithms: ['MD5'],
    exactWord: false,
    qop: false,
    upperCaseResponse: true,
    limits: 'Asterisk chan_sip knows MD5 without qop only; it stores md5secret in lower case.',
  },
  opensips: {
    title: 'OpenSIPS',
    algorithms: ['MD5', 'MD5-sess', 'SHA-256', 'SHA-256-sess', 'SHA-512-256', 'SHA-512-256-sess'],
    exactWord: false,
    qop: true,
    upperCaseResponse: true,
    limits:
      'OpenSIPS knows MD5 only up to 3.1 (columns ha1 and ha1b); from 3.2 also SHA-256 and SHA-512-256 (columns ha1_sha256 and ha1_sha512t256, no ha1b).',
  },
  flexisip: {
    title: 'Flexisip',
    algorithms: ['MD5', 'SHA-256'],
    exactWord: true,
    qop: true,
    upperCaseResponse: false,
    limits: 'Flexisip knows exactly the words MD5 and SHA-256: MD5-sess, md5 and SHA-512-256 are refused.',
  },
};

/** Why a server does not take credentials whose hash is right; empty when nothing stands in the way. */
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
    found.push(`${facts.title} does not take the algorithm word ${word.slice(0, 40)}. ${facts.limits}`);
  }
  if (credentials.qop && !facts.qop) {
    found.push(
      `${facts.title} ignores qop, nc and cnonce and computes the form without them: it refuses this answer.`,
    );
  }
  if (credentials.response !== credentials.response.toLowerCase() && !facts.upperCaseResponse) {
    found.push(`${facts.title} compares the response as text: upper-case digits are refused.`);
  }
  return found;
}

/** Which hash a server would need for a challenge, and what it cannot do with it. */
export function challengeRefusals(server: DigestServer, challenge: Challenge): string[] {
  const facts = DIGEST_SERVERS[server];
  if (challenge.algorithm === undefined) return [];
  const hash = hashOfAlgorithm(challenge.algorithm);
  if (facts.algorithms.some(algorithm => hashOfAlgorithm(algorithm) === hash)) return [];
  return [`${facts.title} cannot answer or check ${hash}. ${facts.limits}`];
}
