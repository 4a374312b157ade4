import type { Position } from 'vscode-languageserver-types';
import {
  type DigestAccount,
  type DigestSettings,
  MOST_ACCOUNTS,
} from '../../../../sip/digest/digestSettings.ts';
import { isTrue } from '../../values/truth.ts';
import type { Device } from '../model/model.ts';
import { cursorAt, type SipConfView } from './cursor.ts';

/** The realm, and the devices with their stored credentials: what the digest commands offer. */
export function digestSettingsOf(view: SipConfView, position: Position): DigestSettings {
  const { model } = view;
  const { general } = model;
  const realm = general.last('realm')?.value ?? 'asterisk';
  // In this case, chan_sip uses the domain of From or To as the realm if it is in the list.
  const domains = isTrue(general.last('domainsasrealm')?.value ?? 'no') ? general.all('domain') : [];
  const realms = [realm, ...domains.map(setting => setting.value.split(',')[0]?.trim() ?? '')];
  const key = cursorAt(view, position)?.entry?.key;
  const device = key === undefined ? undefined : model.device(key);
  const accounts: DigestAccount[] = [];
  for (const name of model.deviceKeys()) {
    if (accounts.length === MOST_ACCOUNTS) break;
    const found = model.device(name);
    if (found !== undefined) accounts.push(accountOf(found, realm));
  }
  return {
    server: 'asterisk',
    realms: [...new Set(realms.filter(name => name !== ''))],
    algorithms: ['MD5'],
    current: device === undefined ? undefined : accountOf(device, realm),
    accounts,
  };
}

function accountOf(device: Device, realm: string): DigestAccount {
  const hash = device.last('md5secret')?.value ?? '';
  const password = device.last('secret')?.value ?? '';
  const base = { username: device.name, realm };
  // md5secret overrides secret when both are set.
  if (hash !== '') return { ...base, secret: { ha1: hash, algorithm: 'MD5' } };
  return { ...base, secret: password === '' ? null : { password } };
}
