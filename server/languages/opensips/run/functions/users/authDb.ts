import { digestAlgorithm } from '../../../../../sip/digest/digest.ts';
import { parseServerUri } from '../../messages/uri.ts';
import type { Execution } from '../../server.ts';
import { type Row, tableRows } from '../../tables/tables.ts';
import { digestValue } from '../../values/messageVariables.ts';
import { addAvp } from '../../values/scriptVariables.ts';
import { textValue } from '../../values/value.ts';
import type { Arguments } from '../arguments.ts';
import type { ModuleModel } from '../model.ts';
import {
  AUTHORIZED,
  type Credentials,
  ha1Of,
  INVALID_PASSWORD,
  preAuthenticate,
  responseFits,
  USER_UNKNOWN,
} from './auth.ts';

export const authDb: ModuleModel = {
  name: 'auth_db',
  functions: {
    www_authorize: (x, args) => authorize(x, args, 'authorization'),
    proxy_authorize: (x, args) => authorize(x, args, 'proxy-authorization'),
    db_does_uri_exist: (x, args) => uriExists(x, args.text(0) ?? x.message.uri, args.text(1) ?? 'subscriber'),
    db_is_to_authorized: (x, args) => isAuthorizedAs(x, x.message.to?.uri, args.text(0) ?? 'uri'),
    db_is_from_authorized: (x, args) => isAuthorizedAs(x, x.message.from?.uri, args.text(0) ?? 'uri'),
    db_get_auth_id: (x, args) => authorization(x, args),
  },
};

function parameter(x: Execution, name: string, otherwise: string): string {
  return x.server.parameter('auth_db', name) ?? otherwise;
}

function authorize(x: Execution, args: Arguments, type: string): number {
  const before = preAuthenticate(x, args.text(0) ?? '', type);
  if ('code' in before) return before.code;
  const { credentials, realm } = before;
  const table = args.text(1) ?? 'subscriber';
  const written = credentials.values.get('username') ?? '';
  const at = written.indexOf('@');
  const user = at < 0 ? written : written.slice(0, at);
  const domain = at < 0 ? realm : written.slice(at + 1);
  const rows = tableRows(x.server, table);
  if (rows === undefined) return authorizeGiven(x, credentials, user, realm, table);
  const usesDomain = x.server.parameterNumber('auth_db', 'use_domain', 0) !== 0;
  const row = rows.find(
    one =>
      one[parameter(x, 'user_column', 'username')] === user &&
      (!usesDomain || one[parameter(x, 'domain_column', 'domain')] === domain),
  );
  if (row === undefined) return USER_UNKNOWN;
  const column = passwordColumn(x, credentials, written);
  if (!(column in row))
    return askMatch(
      x,
      `The ${table} table was given without the column ${column}. Does the response of ${user} match the one on the server?`,
    );
  const stored = row[column];
  const isPassword = x.server.parameterNumber('auth_db', 'calculate_ha1', 0) !== 0;
  const ha1 = stored !== undefined && isPassword ? ha1Of(credentials, written, realm, stored) : stored;
  if (ha1 === undefined || !responseFits(x, credentials, ha1)) return INVALID_PASSWORD;
  loadCredentials(x, row);
  return AUTHORIZED;
}

/** The column with the password, or with the HA1 for the algorithm. */
function passwordColumn(x: Execution, credentials: Credentials, written: string): string {
  const column = parameter(x, 'password_column', 'ha1');
  if (x.server.parameterNumber('auth_db', 'calculate_ha1', 0) !== 0) return column;
  const algorithm = digestAlgorithm(credentials.values.get('algorithm')) ?? 'MD5';
  if (algorithm.startsWith('SHA-256')) return parameter(x, 'hash_column_sha256', 'ha1_sha256');
  if (algorithm.startsWith('SHA-512')) return parameter(x, 'hash_column_sha512t256', 'ha1_sha512t256');
  const hasDomain = written.includes('@') && !x.server.isSince('3.2');
  return hasDomain ? parameter(x, 'password_column_2', 'ha1b') : column;
}

/** Without the table: the accounts that the user provided, else a question. */
function authorizeGiven(
  x: Execution,
  credentials: Credentials,
  user: string,
  realm: string,
  table: string,
): number {
  const account = x.server.scenario.accounts?.find(
    one => one.username === user && (one.realm === undefined || one.realm === realm),
  );
  if (account !== undefined) {
    const ha1 =
      account.ha1 ??
      ha1Of(credentials, credentials.values.get('username') ?? user, realm, account.password ?? '');
    return responseFits(x, credentials, ha1) ? AUTHORIZED : INVALID_PASSWORD;
  }
  return askMatch(x, `Does the response of ${user} match the account in the ${table} table?`);
}

function askMatch(x: Execution, question: string): number {
  return x.server.questions.askCode(question, 'yes', ['yes', '-2', '-1']);
}

/** Columns that the script wants as AVPs after a successful check. */
function loadCredentials(x: Execution, row: Row): void {
  for (const part of parameter(x, 'load_credentials', 'rpid').split(';')) {
    const match = /^\s*(?:\$avp\((?:[si]:)?([^)]+)\)\s*=\s*)?(\w+)\s*$/.exec(part);
    const column = match?.[2];
    if (column === undefined) continue;
    const value = row[column];
    if (value !== undefined) addAvp(x, match?.[1] ?? column, textValue(value));
  }
}

function uriExists(x: Execution, uri: string, table: string): number {
  const parsed = parseServerUri(uri);
  if (parsed === undefined) return -1;
  const rows = tableRows(x.server, table);
  if (rows === undefined)
    return x.server.questions.askYes(`Does the ${table} table have the user ${parsed.user ?? ''}?`) ? 1 : -1;
  const usesDomain = x.server.parameterNumber('auth_db', 'use_domain', 0) !== 0;
  const found = rows.some(
    row =>
      row[parameter(x, 'user_column', 'username')] === (parsed.user ?? '') &&
      (!usesDomain || row[parameter(x, 'domain_column', 'domain')] === parsed.host),
  );
  return found ? 1 : -1;
}

/** Whether a row lists the authenticated user and the user part of a URI (check_username in auth_db/checks.c). */
function isAuthorizedAs(x: Execution, uri: string | undefined, table: string): number {
  const written = digestValue(x, 'username');
  const parsed = uri === undefined ? undefined : parseServerUri(uri);
  if (written === undefined || parsed === undefined) return -1;
  const [user = ''] = written.split('@');
  const userId = parsed.user ?? '';
  const column = parameter(x, 'uri_uriuser_column', 'uri_user');
  const userColumn = parameter(x, 'uri_user_column', 'username');
  const rows = tableRows(x.server, table);
  if (rows === undefined) {
    if (column === userColumn) return user === userId ? 1 : SPOOFED_USER;
    if (table === 'subscriber' && column === 'uri_user') return QUERY_FAILED;
    return x.server.questions.askYes(`May ${user} use ${userId} (${table} table)?`, user === userId)
      ? 1
      : SPOOFED_USER;
  }
  if (rows[0] !== undefined && !Object.hasOwn(rows[0], column)) return QUERY_FAILED;
  const domainColumn = parameter(x, 'uri_domain_column', 'domain');
  const realm = digestValue(x, 'realm');
  return rows.some(row => row[userColumn] === user && row[column] === userId && row[domainColumn] === realm)
    ? 1
    : SPOOFED_USER;
}

/** ERR_DBQUERY and ERR_SPOOFEDUSER. */
const QUERY_FAILED = -8;
const SPOOFED_USER = -9;

function authorization(x: Execution, args: Arguments): number {
  const parsed = parseServerUri(args.text(1) ?? '');
  if (parsed === undefined) return -1;
  args.set(2, textValue(parsed.user ?? ''));
  args.set(3, textValue(parsed.host));
  return uriExists(x, args.text(1) ?? '', args.text(0) ?? 'subscriber');
}
