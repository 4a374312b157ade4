import { computeHa1 } from '../../../sip/digest/digest.ts';
import type { ConfigurationLine } from '../../../sip/explanation.ts';
import { unescapeUri } from '../../../sip/uri.ts';
import { statementAt, type UserEntry, type UsersTree } from '../users/reading/parser.ts';

export type FlexisipAlgorithm = 'MD5' | 'SHA-256';

/** What is known about a user's password, by algorithm. The hashes are secrets and must not appear in a message. */
export interface StoredPassword {
  readonly hashes: Readonly<Partial<Record<FlexisipAlgorithm, string>>>;
  readonly isClearText: boolean;
  readonly line: ConfigurationLine;
}

/** `FileAuthDb`: the last entry with this user, domain and user ID. Domains that are not challenged are ignored. */
export function storedPassword(
  users: { readonly file: string; readonly tree: UsersTree },
  domains: readonly string[],
  key: { readonly user: string; readonly domain: string; readonly authid: string },
): StoredPassword | undefined {
  let found: { entry: UserEntry; line: number } | undefined;
  users.tree.lines.forEach((_, line) => {
    const entry = statementAt(users.tree, line);
    if (entry.kind !== 'user' || entry.domain.text !== key.domain) return;
    if (!domains.includes(key.domain) && !domains.includes('*')) return;
    const user = entry.user?.text ?? '';
    const userId = entry.userId?.text ?? user;
    if (unescapeUri(user) === key.user && unescapeUri(userId) === key.authid) found = { entry, line };
  });
  if (found === undefined) return undefined;
  const { entry, line } = found;
  return { ...passwordsOf(entry), line: { file: users.file, line } };
}

/** Is there any user with this name and domain, whatever the user ID? */
export function hasUser(tree: UsersTree, user: string, domain: string): boolean {
  return tree.lines.some((_, line) => {
    const entry = statementAt(tree, line);
    return (
      entry.kind === 'user' && entry.domain.text === domain && unescapeUri(entry.user?.text ?? '') === user
    );
  });
}

/**
 * `parsePasswd`: a clear-text password replaces what comes before it and gives both hashes, with the domain as the
 * realm.
 */
function passwordsOf(entry: UserEntry): Pick<StoredPassword, 'hashes' | 'isClearText'> {
  const user = unescapeUri(entry.user?.text ?? '');
  let hashes: Partial<Record<FlexisipAlgorithm, string>> = {};
  let isClearText = false;
  for (const { algorithm, value } of entry.passwords) {
    if (algorithm.text === 'md5') hashes.MD5 ??= value.text.toLowerCase();
    else if (algorithm.text === 'sha256') hashes['SHA-256'] ??= value.text.toLowerCase();
    else if (algorithm.text === 'clrtxt') {
      isClearText = true;
      hashes = {
        MD5: computeHa1('MD5', user, entry.domain.text, value.text),
        'SHA-256': computeHa1('SHA-256', user, entry.domain.text, value.text),
      };
    }
  }
  return { hashes, isClearText };
}
