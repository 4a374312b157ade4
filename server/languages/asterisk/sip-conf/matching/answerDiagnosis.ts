import { digestParameter } from '../../../../sip/authentication.ts';
import { verifyMessage } from '../../../../sip/digest/verify.ts';
import type { SipMessage } from '../../../../sip/message.ts';
import { isAtLeast } from '../../config/branch.ts';
import type { Device, SipConf } from '../model/model.ts';
import { type Credentials, credentialsHeader, deviceSecret } from './credentials.ts';
import { isMissing } from './requestShape.ts';
import type { SipTrail } from './trail.ts';

/** Why an answer to a challenge does not match the secret of a device, if that can be determined; otherwise empty. */
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
    return ` The client computed it for the realm "${theirs}", but this server uses "${realm}".`;
  const [reason] = found?.reasons ?? [];
  return reason === undefined ? '' : ` ${reason}`;
}

const QUOTES =
  ' It matches the secret without its quotation marks: Asterisk keeps quotation marks in values, so they are part of the password. Remove them from the secret.';

/** Why the server sends a challenge. */
export function challengeReason(
  credentials: Credentials,
  isStale: boolean,
  message: SipMessage,
  model: SipConf,
): string {
  if (isStale)
    return 'The credentials are correct but answer an old nonce, so the server sends a new challenge (stale=true).';
  if (credentials.kind === 'message')
    return 'The nonce in the credentials is not one that this server sent in this dialog, so the server ignores them.';
  const read = credentialsHeader(message, model);
  const other = read === 'Authorization' ? 'Proxy-Authorization' : 'Authorization';
  if (!isMissing(message, other) && isAtLeast(model.branch, '1.6.2'))
    return `The credentials are in ${other}, which chan_sip does not read: it reads only ${read}.`;
  return 'The message has no credentials yet.';
}

/** Records the assumption that the nonce in the credentials is from this server, and what would happen otherwise. */
export function assumeNonce(credentials: Credentials, hasNonce: boolean, trail: SipTrail): string {
  if (credentials.kind !== 'message' || !credentials.isOurNonce || hasNonce) return '';
  trail.assume(
    'The nonce in the credentials is assumed to be the one that this server sent in this call. If it is not, the server ignores the answer and sends a new challenge (401).',
  );
  return ' (if the nonce is from this server; otherwise, a new 401)';
}
