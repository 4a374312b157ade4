import { digestParameter } from '../../../../sip/authentication.ts';
import { verifyMessage } from '../../../../sip/digest/verify.ts';
import type { SipMessage } from '../../../../sip/message.ts';
import { isAtLeast } from '../../config/branch.ts';
import type { Device, SipConf } from '../model/model.ts';
import { type Credentials, credentialsHeader, deviceSecret } from './credentials.ts';
import { isMissing } from './requestShape.ts';
import type { SipTrail } from './trail.ts';

/** Why an answer to a challenge does not fit the secret of a device, as far as that can be found out; empty when it cannot. */
export function answerDiagnosis(
  credentials: Credentials,
  device: Device,
  realm: string,
  message: SipMessage,
): string {
  const { line, isHash } = deviceSecret(device);
  const value = line?.value ?? '';
  const bare = /^(["'])(.*)\1$/s.exec(value)?.[2];
  if (credentials.kind === 'answer')
    return bare !== undefined && credentials.answer.password === bare ? QUOTES : '';
  if (credentials.kind !== 'message') return '';
  const verify = (secret: string): ReturnType<typeof verifyMessage>[number] | undefined =>
    verifyMessage(message, {
      secret: isHash ? { ha1: secret } : { password: secret },
      username: device.name,
      realms: [realm],
    }).find(({ header }) => header === 'Authorization');
  if (bare !== undefined && verify(bare)?.verdict === 'match') return QUOTES;
  const theirs = digestParameter(credentials.authentication, 'realm') ?? '';
  const found = verify(value);
  if (found?.verdict === 'match' && theirs !== realm)
    return ` The client computed it for the realm "${theirs}", and this server uses "${realm}".`;
  const [reason] = found?.reasons ?? [];
  return reason === undefined ? '' : ` ${reason}`;
}

const QUOTES =
  ' It fits the secret without its quotation marks: Asterisk keeps quotes in values, so they are part of the password. Remove the quotes from the secret.';

/** Why the server sends a challenge. */
export function challengeReason(
  credentials: Credentials,
  isStale: boolean,
  message: SipMessage,
  model: SipConf,
): string {
  if (isStale)
    return 'The credentials are right but answer an old nonce, so a new challenge is sent (stale=true).';
  if (credentials.kind === 'message')
    return 'The nonce of the credentials is not one that this server gave in this dialog, so they count for nothing.';
  const read = credentialsHeader(message, model);
  const other = read === 'Authorization' ? 'Proxy-Authorization' : 'Authorization';
  if (!isMissing(message, other) && isAtLeast(model.branch, '1.6.2'))
    return `The credentials are in ${other}, which chan_sip does not read: it reads ${read} only.`;
  return 'The message holds no credentials yet.';
}

/** Notes that the nonce of credentials was taken for one of this server; says what else would happen. */
export function assumeNonce(credentials: Credentials, hasNonce: boolean, trail: SipTrail): string {
  if (credentials.kind !== 'message' || !credentials.isOurNonce || hasNonce) return '';
  trail.assume(
    'The nonce of the credentials was taken for the one that this server gave in this call. If it is another one, the server does not look at the answer and sends a new challenge (401).',
  );
  return ' (if the nonce is the one of this server, else a new 401)';
}
