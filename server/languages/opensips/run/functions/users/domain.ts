import { parseServerUri } from '../../messages/uri.ts';
import type { Execution, Server } from '../../server.ts';
import { selfChecks } from '../../sockets.ts';
import { type Row, tableRows } from '../../tables/tables.ts';
import { optionalText } from '../../values/value.ts';
import type { Arguments } from '../arguments.ts';
import type { ModuleModel } from '../model.ts';

export const domain: ModuleModel = {
  name: 'domain',
  functions: {
    is_from_local: (x, args) => isLocal(x, parseServerUri(x.message.from?.uri ?? '')?.host ?? '', args, 0),
    is_uri_host_local: (x, args) => isLocal(x, x.message.parsedUri?.host ?? '', args, 0),
    is_domain_local: (x, args) => isLocal(x, args.text(0) ?? '', args, 1),
  },
  // The domains in the table count as names of the server.
  start: server => {
    server.state(selfChecks).push((_, host) => {
      const table = server.parameter('domain', 'domain_table') ?? 'domain';
      const rows = tableRows(server, table);
      if (rows === undefined)
        return server.questions.askYes(`Is the domain ${host} in the ${table} table?`, false);
      return findDomain(server, rows, host) !== undefined;
    });
  },
};

function findDomain(server: Server, rows: readonly Row[], host: string): Row | undefined {
  const column = server.parameter('domain', 'domain_col') ?? 'domain';
  const name = host.toLowerCase();
  return rows.find(row => {
    const own = (row[column] ?? '').toLowerCase();
    return own === name || (row.accept_subdomain === '1' && name.endsWith(`.${own}`));
  });
}

function isLocal(x: Execution, host: string, args: Arguments, attributesAt: number): number {
  const table = x.server.parameter('domain', 'domain_table') ?? 'domain';
  const rows = tableRows(x.server, table);
  if (rows === undefined)
    return x.server.questions.askYes(`Is the domain ${host} in the ${table} table?`) ? 1 : -1;
  const found = findDomain(x.server, rows, host);
  if (found === undefined) return -1;
  if (args.has(attributesAt))
    args.set(attributesAt, optionalText(found[x.server.parameter('domain', 'attrs_col') ?? 'attrs']));
  return 1;
}
