import {
  type Authentication,
  digestParameter,
  parseAuthentications,
} from '../../../../sip/authentication.ts';
import { offsetOfByte } from '../../../../sip/body.ts';
import { computeHa1, hashHex } from '../../../../sip/digest/digest.ts';
import { firstHeader, headersNamed, headerText, type SipMessage } from '../../../../sip/message.ts';
import type { ClientAnswer } from '../../../explainQuestion.ts';
import { isAtLeast } from '../../config/branch.ts';
import type { Setting } from '../../config/entry.ts';
import { isTrue } from '../../values/truth.ts';
import { domainOf, type ServerDomains } from '../model/domains.ts';
import type { Device, SipConf } from '../model/model.ts';
import type { ChallengeSent } from './matchingExplanation.ts';
import type { MatchingInput } from './matchingInput.ts';
import { requestUriOf } from './requestUri.ts';
import { realmDomain } from './serverUri.ts';

/** The credentials of a request. */
export type Credentials =
  | { readonly kind: 'none' }
  /** What a client with a password answers: its response is correct for its own HA1. */
  | {
      readonly kind: 'answer';
      readonly answer: ClientAnswer;
      /** False: the server does not recognize that the request belongs to its challenge. */
      readonly isRecognized: boolean;
    }
  /** Credentials in the message itself. */
  | {
      readonly kind: 'message';
      readonly authentication: Authentication;
      readonly isOurNonce: boolean;
      /** The server already sent a challenge in this dialog. */
      readonly isOurDialog: boolean;
    };

/** The credentials in the message itself, in the one header that the server reads; undefined when there are none. */
export function messageCredentials(input: MatchingInput, model: SipConf): Credentials {
  const header = credentialsHeader(input.message, model);
  const [field] = headersNamed(input.message, header);
  const [authentication] = field === undefined ? [] : parseAuthentications(field.value);
  if (authentication === undefined) return { kind: 'none' };
  const nonce = digestParameter(authentication, 'nonce') ?? '';
  const isOurNonce =
    input.nonce === undefined
      ? // build_nonce: eight hexadecimal digits.
        input.answer === undefined && /^[0-9a-f]{8}$/.test(nonce)
      : input.nonce.toLowerCase() === nonce.toLowerCase();
  return {
    kind: 'message',
    authentication,
    isOurNonce,
    isOurDialog: isOurNonce || input.nonce !== undefined,
  };
}

/** Since 1.6.2, the server reads only Authorization; in 1.4, an INVITE gets a proxy challenge. */
export function credentialsHeader(
  message: SipMessage,
  model: SipConf,
): 'Authorization' | 'Proxy-Authorization' {
  const isRegister = message.startLine.kind === 'request' && message.startLine.method.text === 'REGISTER';
  return isAtLeast(model.branch, '1.6.2') || isRegister ? 'Authorization' : 'Proxy-Authorization';
}

/** The credential that a device must prove. */
export interface DeviceSecret {
  /** True when a credential is set. */
  readonly isSet: boolean;
  readonly line: Setting | undefined;
  readonly isHash: boolean;
}

/** `md5secret` overrides `secret`; empty values count as not set, and `remotesecret` is only for outgoing calls. */
export function deviceSecret(device: Device): DeviceSecret {
  const hash = device.last('md5secret');
  if (hash !== undefined && hash.value !== '') return { isSet: true, line: hash, isHash: true };
  const plain = device.last('secret');
  return { isSet: plain !== undefined && plain.value !== '', line: plain, isHash: false };
}

/** The realm of a challenge, and the line that sets it. */
export function challengeRealm(
  message: SipMessage,
  model: SipConf,
  domains: ServerDomains,
): { readonly realm: string; readonly lines: readonly (Setting | undefined)[]; readonly header?: string } {
  const { general } = model;
  const asRealm = general.last('domainsasrealm');
  if (asRealm !== undefined && isTrue(asRealm.value) && isAtLeast(model.branch, '1.8')) {
    for (const header of ['From', 'To']) {
      const host = realmDomain(headerText(firstHeader(message, header)) ?? '');
      const domain = host === '' ? undefined : domainOf(host, domains);
      if (domain !== undefined) return { realm: host, lines: [asRealm, domain.line], header };
    }
  }
  const line = general.last('realm');
  return { realm: line === undefined ? 'asterisk' : line.value.slice(0, REALM_LENGTH), lines: [line] };
}

/** MAXHOSTNAMELEN, including the terminating byte. */
const REALM_LENGTH = 63;

export function challengeOf(
  realm: string,
  message: SipMessage,
  model: SipConf,
  isStale = false,
): ChallengeSent {
  return {
    header: credentialsHeader(message, model) === 'Authorization' ? 'WWW-Authenticate' : 'Proxy-Authenticate',
    scheme: 'Digest',
    realm,
    algorithm: 'MD5',
    qop: null,
    stale: isStale ? 'true' : null,
  };
}

/** What check_auth decides about credentials. */
export type Judgement = 'ok' | 'challenge' | 'stale' | 'username-mismatch' | 'secret-failed';

/** check_auth for a device with a secret; `device` undefined means the placeholder device. */
export function checkCredentials(
  credentials: Credentials,
  device: Device | undefined,
  realm: string,
  message: SipMessage,
): Judgement {
  if (credentials.kind === 'none') return 'challenge';
  const username =
    credentials.kind === 'answer'
      ? credentials.answer.username
      : (digestParameter(credentials.authentication, 'username') ?? '');
  if (credentials.kind === 'answer') {
    if (!credentials.isRecognized) return 'challenge';
    if (device === undefined) return 'secret-failed';
    if (username !== device.name) return 'username-mismatch';
    const theirs = computeHa1('MD5', username, realm, credentials.answer.password);
    const isRight =
      theirs === storedHa1(device, realm) && fits(`${methodOf(message)}:${requestUriOf(message)}`);
    return isRight ? 'ok' : 'secret-failed';
  }
  // Without an earlier challenge in this dialog, the server does not even read the header.
  if (!credentials.isOurNonce && !credentials.isOurDialog) return 'challenge';
  if (device !== undefined && username !== device.name) return 'username-mismatch';
  const isRight =
    device !== undefined && hasRightResponse(credentials.authentication, device, realm, message);
  if (!credentials.isOurNonce) return isRight ? 'stale' : 'challenge';
  return isRight ? 'ok' : 'secret-failed';
}

/** The first 32 digits count, in upper or lower case; qop, nc and cnonce are ignored. */
function hasRightResponse(
  authentication: Authentication,
  device: Device,
  realm: string,
  message: SipMessage,
): boolean {
  const { startLine } = message;
  if (startLine.kind !== 'request') return false;
  const uri = digestParameter(authentication, 'uri') || requestUriOf(message);
  const ha2 = hashHex('MD5', cut(`${startLine.method.text}:${uri}`));
  const nonce = digestParameter(authentication, 'nonce') ?? '';
  const expected = hashHex('MD5', `${storedHa1(device, realm)}:${nonce}:${ha2}`);
  const received = digestParameter(authentication, 'response') ?? '';
  return received.slice(0, expected.length).toLowerCase() === expected;
}

function storedHa1(device: Device, realm: string): string {
  const { line, isHash } = deviceSecret(device);
  const value = line?.value ?? '';
  return isHash ? value : hashHex('MD5', cut(`${device.name}:${realm}:${value}`));
}

/** check_auth joins the text that it hashes in buffers of 256 bytes; anything that does not fit is left out. */
function cut(text: string): string {
  return text.slice(0, offsetOfByte(text, HASHED_LENGTH));
}

const HASHED_LENGTH = 255;

function fits(text: string): boolean {
  return cut(text) === text;
}

function methodOf({ startLine }: SipMessage): string {
  return startLine.kind === 'request' ? startLine.method.text : '';
}
