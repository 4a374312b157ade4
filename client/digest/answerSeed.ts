import { answerQop, formatAnswer } from '../../server/sip/digest/answer.ts';
import { type DigestValues, hashOfAlgorithm } from '../../server/sip/digest/digest.ts';
import { type DigestForm, ha1Of } from './questions.ts';
import type { ChallengeSeed } from './seed.ts';

/** The header that answers a challenge; undefined if its hash cannot be computed from what is known. */
export function answerSeed(
  form: DigestForm,
  { challenge, method, uri, body }: ChallengeSeed,
): { header: string; values: DigestValues } | undefined {
  const { algorithm, realm, nonce, opaque } = challenge;
  const ha1 = algorithm && ha1Of({ ...form, realm }, hashOfAlgorithm(algorithm));
  if (algorithm === undefined || ha1 === undefined) return undefined;
  return formatAnswer({
    ...{ username: form.username, realm, nonce, opaque, algorithm, ha1, body },
    method: method ?? 'REGISTER',
    uri: uri ?? `sip:${realm}`,
    qop: answerQop(challenge) ?? undefined,
    nc: '00000001',
    cnonce: randomCnonce(),
    // A challenge without the word comes from an RFC 2617 server, whose clients omit it as well.
    writeAlgorithm: challenge.algorithmWord !== undefined,
  });
}

function randomCnonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');
}
