import { parseServerUri } from '../../messages/uri.ts';
import type { Execution } from '../../server.ts';
import type { Arguments } from '../arguments.ts';
import { sipmsgops } from '../messages/sipmsgops.ts';
import type { FunctionRun, ModuleModel } from '../model.ts';
import { askFunction } from '../unknown.ts';
import { accountOf } from './group.ts';

/** The module that had, until 3.0, what `sipmsgops` and `auth_db` have since. */
export const uri: ModuleModel = {
  name: 'uri',
  functions: {
    has_totag: now('has_totag'),
    is_uri_user_e164: now('is_uri_user_e164'),
    uri_param: now('ruri_has_param'),
    del_uri_param: now('ruri_del_param'),
    add_uri_param: now('ruri_add_param'),
    tel2sip: now('ruri_tel2sip'),
    is_user: (x, args) => (accountOf(x, 'credentials')?.user === (args.text(0) ?? '') ? 1 : -1),
    check_to: (x, args) => isOwn(x, 'check_to', args, x.message.to?.uri),
    check_from: (x, args) => isOwn(x, 'check_from', args, x.message.from?.uri),
    db_check_to: (x, args) => isOwn(x, 'db_check_to', args, x.message.to?.uri),
    db_check_from: (x, args) => isOwn(x, 'db_check_from', args, x.message.from?.uri),
  },
};

/** The function under its present name. */
function now(name: string): FunctionRun {
  return (x, args, frame) => sipmsgops.functions[name]?.(x, args, frame) ?? askFunction(x, name, args);
}

/** Whether the user who authenticated may use a URI: without a table, only the URI with the same user. */
function isOwn(x: Execution, name: string, args: Arguments, text: string | undefined): number {
  if (x.server.parameterNumber('uri', 'use_uri_table', 0) !== 0) return askFunction(x, name, args);
  const account = accountOf(x, 'credentials');
  const parsed = text === undefined ? undefined : parseServerUri(text);
  if (parsed === undefined) return internalError;
  if (account === undefined) return noCredentials;
  return account.user.toLowerCase() === (parsed.user ?? '').toLowerCase() ? 1 : noMatch;
}

/** The codes of the module (ERR_INTERNAL, ERR_CREDENTIALS, ERR_NOMATCH). */
const internalError = -1;
const noCredentials = -2;
const noMatch = -10;
