import { firstHeader, headerText, type SipMessage } from '../../../../sip/message.ts';
import { isAtLeast } from '../../config/branch.ts';
import { isTrue } from '../../values/truth.ts';
import type { SipConf } from '../model/model.ts';
import {
  decodeEscapes,
  hostOf,
  inBrackets,
  readServerUri,
  withoutDisplayName,
  withoutParameters,
} from './serverUri.ts';

/** The name used to look up a device, and the content of its header. */
export interface LookupName {
  /** Undefined: the header has no host, and the server refuses it. */
  readonly name: string | undefined;
  readonly host: string;
  /** True when the header had no user part, so the host is used as the name. */
  readonly isHost: boolean;
  /** False: the server does not know the scheme. */
  readonly hasScheme: boolean;
  /** The name comes from credentials, not from From. */
  readonly header: 'From' | 'To' | 'Authorization' | 'Proxy-Authorization';
  readonly displayName: string;
  /** The user part before escapes were decoded, if it differs. */
  readonly raw: string;
}

/** True when the server checks more strictly and decodes `%xx` escapes in names. */
export function isPedantic(model: SipConf): boolean {
  const line = model.general.last('pedantic');
  return line === undefined ? isAtLeast(model.branch, '1.8') : isTrue(line.value);
}

/** Schemes that the server removes in From. */
export function knownSchemes(model: SipConf): readonly string[] {
  if (isAtLeast(model.branch, '13')) return ['sip:', 'sips:', 'tel:'];
  return isAtLeast(model.branch, '1.6.2') ? ['sip:', 'sips:'] : ['sip:'];
}

/** check_user_full: the name used to look up the device of an INVITE. `credentials` replaces the message's own header. */
export function inviteLookupName(
  message: SipMessage,
  model: SipConf,
  credentials: string | undefined,
): LookupName {
  const value = decodedWhole(headerText(firstHeader(message, 'From')) ?? '', model);
  const { rest, name: displayName } = withoutDisplayName(value);
  const uri = inBrackets(rest);
  const schemes = knownSchemes(model);
  const found = isAtLeast(model.branch, '1.6.2')
    ? nameOf(uri, model, schemes)
    : oldNameOf(uri, schemes, user => user.replace(/:.*$/s, ''));
  const from: LookupName = { ...found, header: 'From', displayName };
  if (from.name === undefined || !isTrue(model.general.last('match_auth_username')?.value ?? 'no'))
    return from;
  if (!isAtLeast(model.branch, '1.6.2')) return from;
  const isAnswered =
    credentials !== undefined || (headerText(firstHeader(message, 'Authorization')) ?? '') !== '';
  const header = isAnswered ? 'Authorization' : 'Proxy-Authorization';
  const authenticated = credentials ?? credentialsName(message, header);
  if (authenticated === undefined) return from;
  return { ...from, name: authenticated, raw: authenticated, isHost: false, header };
}

/** register_verify: the name used to look up the device of a REGISTER. */
export function registerLookupName(message: SipMessage, model: SipConf): LookupName {
  const value = decodedWhole((headerText(firstHeader(message, 'To')) ?? '').slice(0, TO_LENGTH), model);
  const schemes = isAtLeast(model.branch, '1.6.2') ? ['sip:', 'sips:'] : ['sip:'];
  const uri = withoutParameters(inBrackets(value));
  const found = isAtLeast(model.branch, '1.8')
    ? nameOf(uri, model, schemes)
    : { ...oldNameOf(uri, schemes, user => user.replace(/;.*$/s, '')), hasScheme: true };
  return { ...found, header: 'To', displayName: '' };
}

/** register_verify copies To into a buffer of 256 bytes. */
const TO_LENGTH = 255;

type NameParts = Pick<LookupName, 'name' | 'host' | 'isHost' | 'hasScheme' | 'raw'>;

function nameOf(uri: string, model: SipConf, schemes: readonly string[]): NameParts {
  const isStrict = isAtLeast(model.branch, '1.8');
  const cutsParameters = !isStrict || isTrue(model.general.last('legacy_useroption_parsing')?.value ?? 'no');
  const parts = readServerUri(uri, schemes, cutsParameters);
  const decode = isStrict && isPedantic(model) ? decodeEscapes : (text: string): string => text;
  const user = decode(parts.user);
  const host = hostOf(decode(parts.hostPort));
  const isHost = user === '';
  return {
    name: host === '' && isStrict ? undefined : isHost ? host : user,
    host,
    isHost,
    hasScheme: parts.hasScheme,
    raw: parts.user,
  };
}

/** Without an @, the whole rest, including the port, is the name in these branches; a missing host is not an error. */
function oldNameOf(uri: string, schemes: readonly string[], shorten: (user: string) => string): NameParts {
  const scheme = schemes.find(candidate => uri.toLowerCase().startsWith(candidate));
  const rest = uri.slice(scheme?.length ?? 0);
  const at = rest.indexOf('@');
  const user = shorten(at < 0 ? rest : rest.slice(0, at));
  const host = at < 0 ? '' : (rest.slice(at + 1).split(/[:;]/)[0] ?? '');
  return { name: at < 0 ? rest : user, host, isHost: at < 0, hasScheme: scheme !== undefined, raw: user };
}

/** Up to 1.6.2, escapes are decoded in the whole header before it is parsed. */
function decodedWhole(value: string, model: SipConf): string {
  return isPedantic(model) && !isAtLeast(model.branch, '1.8') ? decodeEscapes(value) : value;
}

/** The text after `username="` in the credentials, valid or not; case and quotation marks must be exactly these. */
function credentialsName(message: SipMessage, header: string): string | undefined {
  const value = headerText(firstHeader(message, header)) ?? '';
  return /username="([^"]*)/.exec(value)?.[1];
}
