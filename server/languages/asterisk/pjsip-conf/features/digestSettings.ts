import type { Position } from 'vscode-languageserver-types';
import { HASH_NAMES, type HashName } from '../../../../sip/digest/digest.ts';
import {
  type DigestAccount,
  type DigestSettings,
  MOST_ACCOUNTS,
} from '../../../../sip/digest/digestSettings.ts';
import { splitWords } from '../../values/words.ts';
import type { PjsipConf } from '../model/model.ts';
import { lastValue, type PjsipObject } from '../model/object.ts';
import { cursorAt } from './cursor.ts';
import type { PjsipView } from './view.ts';

/** The realms, and the auth objects with what they store: what the digest commands offer. */
export function digestSettingsOf(view: PjsipView, position: Position): DigestSettings {
  const { model } = view;
  const defaultRealm = model.global('default_realm', 'asterisk');
  const current = authAt(view, position);
  const accounts = model
    .firstOfEach('auth')
    .slice(0, MOST_ACCOUNTS)
    .map(auth => accountOf(auth, defaultRealm));
  const own = current === undefined ? undefined : accountOf(current, defaultRealm);
  const realms = [
    ...(own === undefined ? [] : [own.realm]),
    defaultRealm,
    ...accounts.map(({ realm }) => realm),
  ];
  return {
    server: 'asterisk',
    realms: [...new Set(realms.filter(realm => realm !== ''))],
    algorithms: algorithmsOf(model, current),
    current: own,
    accounts,
  };
}

/** The auth that a section is, or that an endpoint or registration refers to. */
function authAt(view: PjsipView, position: Position): PjsipObject | undefined {
  const { model } = view;
  const entry = cursorAt(view, position)?.entry;
  if (entry === undefined) return undefined;
  const objects = model.objectsAt(entry);
  const own = objects.find(({ type }) => type === 'auth');
  if (own !== undefined) return own;
  const [reference] = objects.flatMap(({ references }) => references.filter(({ type }) => type === 'auth'));
  return reference === undefined ? undefined : model.ofType('auth').get(reference.name)?.[0];
}

function accountOf(auth: PjsipObject, defaultRealm: string): DigestAccount {
  const settings = auth.settings;
  const own = lastValue(settings, 'realm') ?? '';
  const account = {
    username: lastValue(settings, 'username') ?? '',
    realm: own === '' ? defaultRealm : own,
  };
  const password = lastValue(settings, 'password') ?? '';
  const hash = hashOf(auth);
  const isHash = lastValue(settings, 'auth_type')?.toLowerCase() === 'md5' || password === '';
  if (hash !== undefined && isHash) return { ...account, secret: hash };
  return { ...account, secret: password === '' ? null : { password } };
}

/** The first stored hash: `hash`, or `ALGORITHM:hash`. */
function hashOf(auth: PjsipObject): { readonly ha1: string; readonly algorithm: HashName } | undefined {
  for (const { option, value } of auth.settings) {
    if (option.key !== 'md5_cred' && option.key !== 'password_digest') continue;
    for (const { text } of splitWords(value)) {
      const colon = text.indexOf(':');
      const word = colon < 0 ? 'MD5' : text.slice(0, colon).trim().toUpperCase();
      const algorithm = HASH_NAMES.find(name => name === word);
      const ha1 = text.slice(colon + 1).trim();
      if (algorithm !== undefined && ha1 !== '') return { ha1, algorithm };
    }
  }
  return undefined;
}

function algorithmsOf(model: PjsipConf, auth: PjsipObject | undefined): readonly HashName[] {
  const own = auth === undefined ? '' : (lastValue(auth.settings, 'supported_algorithms_uas') ?? '');
  const listed = own === '' ? model.global('default_auth_algorithms_uas', 'MD5') : own;
  const words = splitWords(listed).map(({ text }) => text.trim().toUpperCase());
  const known = HASH_NAMES.filter(name => words.includes(name));
  return known.length === 0 ? ['MD5'] : known;
}
