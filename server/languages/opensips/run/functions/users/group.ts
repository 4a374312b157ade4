import { parseServerUri } from '../../messages/uri.ts';
import type { Execution } from '../../server.ts';
import { tableRows } from '../../tables/tables.ts';
import { credentialsParameter } from '../../values/messageVariables.ts';
import type { Arguments } from '../arguments.ts';
import type { ModuleModel } from '../model.ts';
import { askResult } from '../unknown.ts';
import { authorized } from './auth.ts';

export const group: ModuleModel = {
  name: 'group',
  functions: {
    db_is_user_in: isUserIn,
    aaa_is_user_in: (x, args) => askResult(x, 'aaa_is_user_in', args, ['1', '-1']),
  },
};

/** 1 for a member, -6 for anyone else, -1 without a user (db_is_user_in). */
function isUserIn(x: Execution, args: Arguments): number {
  const account = accountOf(x, args.text(0) ?? '');
  if (account === undefined || account.user === '') return -1;
  const name = x.server.parameter('group', 'table') ?? 'grp';
  const rows = tableRows(x.server, name);
  if (rows === undefined) return askResult(x, 'db_is_user_in', args, ['1', '-6']);
  const column = (parameter: string, otherwise: string): string =>
    x.server.parameter('group', parameter) ?? otherwise;
  const usesDomain = x.server.parameterNumber('group', 'use_domain', 0) !== 0;
  const isMember = rows.some(
    row =>
      row[column('user_column', 'username')] === account.user &&
      row[column('group_column', 'grp')] === (args.text(1) ?? '') &&
      (!usesDomain || row[column('domain_column', 'domain')] === account.domain),
  );
  return isMember ? 1 : -6;
}

/** The user that a word or a URI names: of the Request-URI, To, From or the credentials that were checked. */
export function accountOf(
  x: Execution,
  where: string,
): { readonly user: string; readonly domain: string } | undefined {
  const { message } = x;
  const uriOf = (uri: string | undefined): { readonly user: string; readonly domain: string } | undefined => {
    const parsed = uri === undefined ? undefined : parseServerUri(uri);
    return parsed === undefined ? undefined : { user: parsed.user ?? '', domain: parsed.host };
  };
  switch (where.toLowerCase()) {
    case 'request-uri':
      return uriOf(message.uri);
    case 'to':
      return uriOf(message.to?.uri);
    case 'from':
      return uriOf(message.from?.uri);
    case 'credentials': {
      const header = authorized(x, 'authorization') ?? authorized(x, 'proxy-authorization');
      if (header === undefined) return undefined;
      const value = (name: string): string => credentialsParameter(header.value, name) ?? '';
      const [user = '', domain] = value('username').split('@');
      return { user, domain: domain ?? value('realm') };
    }
    default:
      return uriOf(where);
  }
}
