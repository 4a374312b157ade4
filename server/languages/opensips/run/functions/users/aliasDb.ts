import { newBranch } from '../../messages/branch.ts';
import { parseServerUri, type ServerUri } from '../../messages/uri.ts';
import type { Execution } from '../../server.ts';
import { tableRows } from '../../tables/tables.ts';
import { setRequestUri } from '../../values/uriVariables.ts';
import { textValue } from '../../values/value.ts';
import { setVariable } from '../../values/variables.ts';
import type { Arguments } from '../arguments.ts';
import type { ModuleModel } from '../model.ts';
import { askResult } from '../unknown.ts';

export const aliasDb: ModuleModel = {
  name: 'alias_db',
  functions: {
    alias_db_lookup: (x, args) => {
      const found = resolve(x, 'alias_db_lookup', args, x.message.parsedUri, args.text(1));
      if (typeof found === 'number') return found;
      found.forEach((uri, at) => {
        if (at === 0) setRequestUri(x, uri);
        else x.message.branches.push({ ...newBranch(uri), q: 0 });
      });
      return 1;
    },
    alias_db_find: (x, args) => {
      const found = resolve(x, 'alias_db_find', args, parseServerUri(args.text(1) ?? ''), args.text(3));
      if (typeof found === 'number') return found;
      const [target] = args.variables(2);
      if (target === undefined) return -1;
      return found.every((uri, at) => setVariable(x, target, textValue(uri), at === 0 ? ':=' : '=')) ? 1 : -1;
    },
  },
};

/** The URIs that an alias stands for, or the code of the function without one (alias_db_query). */
function resolve(
  x: Execution,
  name: string,
  args: Arguments,
  uri: ServerUri | undefined,
  flags: string | undefined,
): readonly string[] | number {
  if (uri === undefined) return -1;
  const rows = tableRows(x.server, args.text(0) ?? 'dbaliases');
  if (rows === undefined) return askResult(x, name, args, ['-1', '1'], args.variables(2));
  const parameter = (key: string, otherwise: string): string =>
    x.server.parameter('alias_db', key) ?? otherwise;
  const alias = {
    user: parameter('alias_user_column', 'alias_username'),
    domain: parameter('alias_domain_column', 'alias_domain'),
  };
  const account = {
    user: parameter('user_column', 'username'),
    domain: parameter('domain_column', 'domain'),
  };
  const [from, to] = hasFlag(flags, 'r') ? [account, alias] : [alias, account];
  const prefix = parameter('domain_prefix', '');
  const domain =
    prefix !== '' &&
    uri.host.toLowerCase().startsWith(prefix.toLowerCase()) &&
    prefix.length < uri.host.length
      ? uri.host.slice(prefix.length)
      : uri.host;
  const ignoresDomain = hasFlag(flags, 'd');
  const found = rows.filter(
    row => row[from.user] === (uri.user ?? '') && (ignoresDomain || row[from.domain] === domain),
  );
  if (found[0]?.[to.user] === undefined) return -1;
  const uris = found.map(row => `sip:${row[to.user] ?? ''}@${row[to.domain] ?? ''}`);
  return x.server.parameterNumber('alias_db', 'append_branches', 0) === 0 ? uris.slice(0, 1) : uris;
}

/** Flags are letters, in any case. */
function hasFlag(flags: string | undefined, letter: 'd' | 'r'): boolean {
  return (flags ?? '').toLowerCase().includes(letter);
}
