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

/** The name under which a device is looked for, and what its header carried. */
export interface LookupName {
  /** Undefined: the header names no host, and the server refuses it. */
  readonly name: string | undefined;
  readonly host: string;
  /** True when the header had no user part, so that the host stands for the name. */
  readonly isHost: boolean;
  /** False: no scheme that the server knows. */
  readonly hasScheme: boolean;
  /** The name was taken from credentials, not from From. */
  readonly header: 'From' | 'To' | 'Authorization' | 'Proxy-Authorization';
  readonly displayName: string;
  /** What the user part looked like before escapes were resolved, where that differs. */
  readonly raw: string;
}

/** True when the server checks more strictly and resolves `%xx` escapes in names. */
export function isPedantic(model: SipConf): boolean {
  const line = model.general.last('pedantic');
  return line === undefined ? isAtLeast(model.branch, '1.8') : isTrue(line.value);
}

/** Schemes that the server takes off in From. */
export function knownSchemes(model: SipConf): readonly string[] {
  if (isAtLeast(model.branch, '13')) return ['sip:', 'sips:', 'tel:'];
  return isAtLeast(model.branch, '1.6.2') ? ['sip:', 'sips:'] : ['sip:'];
}

/** check_user_full: the name that an INVITE is looked up with. `credentials` replaces the message's own header. */
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

/** register_verify: the name that a REGISTER is looked up with. */
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

/** Without an @ the whole rest is the name in these branches, with port and all; and no host is not a fault. */
function oldNameOf(uri: string, schemes: readonly string[], shorten: (user: string) => string): NameParts {
  const scheme = schemes.find(candidate => uri.toLowerCase().startsWith(candidate));
  const rest = uri.slice(scheme?.length ?? 0);
  const at = rest.indexOf('@');
  const user = shorten(at < 0 ? rest : rest.slice(0, at));
  const host = at < 0 ? '' : (rest.slice(at + 1).split(/[:;]/)[0] ?? '');
  return { name: at < 0 ? rest : user, host, isHost: at < 0, hasScheme: scheme !== undefined, raw: user };
}

/** Up to 1.6.2 escapes are resolved in the whole header, before it is taken apart. */
function decodedWhole(value: string, model: SipConf): string {
  return isPedantic(model) && !isAtLeast(model.branch, '1.8') ? decodeEscapes(value) : value;
}

/** The text behind `username="` in the credentials, whatever their worth; case and quotes must be just these. */
function credentialsName(message: SipMessage, header: string): string | undefined {
  const value = headerText(firstHeader(message, header)) ?? '';
  return /username="([^"]*)/.exec(value)?.[1];
}
