import type { Position } from 'vscode-languageserver-types';
import { digestAlgorithm } from '../../../../sip/digest/digest.ts';
import {
  type DigestAccount,
  type DigestSettings,
  MOST_ACCOUNTS,
} from '../../../../sip/digest/digestSettings.ts';
import type { UsersModel } from '../model/model.ts';
import type { UserEntry } from '../reading/parser.ts';

/** The users and their stored passwords, which the digest commands suggest. */
export function digestSettingsOf(
  { model }: { readonly model: UsersModel },
  position: Position,
): DigestSettings {
  const current = model.statements[position.line];
  const accounts: DigestAccount[] = [];
  for (const statement of model.statements) {
    if (accounts.length === MOST_ACCOUNTS) break;
    if (statement.kind === 'user' && statement.user !== undefined) accounts.push(accountOf(statement));
  }
  const { fixedRealm, domains = [], algorithms = [] } = model.configuration ?? {};
  const realms = [
    ...(fixedRealm === undefined ? [] : [fixedRealm]),
    ...domains.filter(domain => domain !== '*'),
  ];
  return {
    server: 'flexisip',
    realms: realms.length > 0 ? realms : [...new Set(accounts.map(account => account.realm))].slice(0, 20),
    algorithms: algorithms.flatMap(word => digestAlgorithm(word) ?? []),
    current: current?.kind === 'user' ? accountOf(current) : undefined,
    accounts,
  };
}

/** The domain of the line is the realm of its hashes. The server ignores the hashes before a clear-text password. */
function accountOf(entry: UserEntry): DigestAccount {
  const username = (entry.user?.text ?? '').replaceAll('%20', ' ');
  const base = { username, realm: entry.domain.text };
  const plain = entry.passwords.find(password => password.algorithm.text.toLowerCase() === 'clrtxt');
  if (plain !== undefined) return { ...base, secret: { password: plain.value.text } };
  const [first] = entry.passwords;
  if (first === undefined) return { ...base, secret: null };
  const algorithm = first.algorithm.text.toLowerCase() === 'md5' ? 'MD5' : 'SHA-256';
  return { ...base, secret: { ha1: first.value.text, algorithm } };
}
