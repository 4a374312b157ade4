import type { SipMessage } from '../../../../sip/message.ts';
import { isAtLeast } from '../../config/branch.ts';
import { isTrue } from '../../values/truth.ts';
import type { SipConf } from '../model/model.ts';
import { requestUriOf } from './requestUri.ts';
import { decodeEscapes } from './serverUri.ts';

/** sip_uri_cmp decodes escapes, and rejects every other scheme, even in uppercase. */
export function canBeCompared(message: SipMessage): boolean {
  return /^sips?:./.test(decodeEscapes(requestUriOf(message)));
}

export function allowsGuests(model: SipConf): boolean {
  const line = model.general.last('allowguest');
  return line === undefined || isTrue(line.value);
}

/** True when an unknown name gets the same replies as a known one. */
export function hidesNames(model: SipConf): boolean {
  const line = model.general.last('alwaysauthreject');
  return line === undefined ? isAtLeast(model.branch, '1.8') : isTrue(line.value);
}
