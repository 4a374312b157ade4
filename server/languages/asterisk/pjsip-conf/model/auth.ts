import type { Setting } from '../../config/entry.ts';
import { knowsAlgorithms, type Release } from '../facts/facts.ts';
import type { PjsipConf } from './model.ts';
import { lastOf, lastValue, type PjsipObject } from './object.ts';

/** The realm of the challenges for an auth object. */
export function realmOf(model: PjsipConf, auth: PjsipObject): string {
  const own = lastValue(auth.settings, 'realm') ?? '';
  return own === '' ? model.global('default_realm', 'asterisk') : own;
}

/** A hash of user name, realm and password in an auth object, with the line that sets it. */
export interface StoredHash {
  readonly setting: Setting;
  /** As written, without the algorithm. */
  readonly hash: string;
}

/**
 * The hash for an algorithm that counts, and that overrides a password in the same object; undefined when the password counts.
 * Before releases with several algorithms, only auth_type=md5 reads md5_cred.
 */
export function storedHash(auth: PjsipObject, algorithm: string, release: Release): StoredHash | undefined {
  const { settings } = auth;
  if (!knowsAlgorithms(release)) {
    const setting = lastOf(settings, 'md5_cred');
    const isUsed = lastValue(settings, 'auth_type')?.toLowerCase() === 'md5';
    return isUsed && setting !== undefined && setting.value !== ''
      ? { setting, hash: setting.value.trim() }
      : undefined;
  }
  let stored: StoredHash | undefined;
  for (const setting of settings) {
    const { option, value } = setting;
    if ((option.key !== 'md5_cred' && option.key !== 'password_digest') || value === '') continue;
    for (const item of value.split(',')) {
      const colon = item.indexOf(':');
      const name = colon < 0 ? 'MD5' : item.slice(0, colon).trim();
      if (name.toUpperCase() === algorithm.toUpperCase())
        stored = { setting, hash: item.slice(colon + 1).trim() };
    }
  }
  return stored;
}
