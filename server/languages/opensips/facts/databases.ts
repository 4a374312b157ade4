import type { Lifetime } from './facts.ts';

/** A module, or some of its functions, that requires a database. */
export interface DatabaseUser extends Lifetime {
  readonly module: string;
  /** Only when one of these is called; always when absent. */
  readonly functions?: readonly string[];
  /** Only when the first argument, a constant, is one of these. */
  readonly argument?: RegExp;
  /** The parameters of the module that can each set a database. */
  readonly parameters: readonly string[];
  /** `db_default_url` does not count. */
  readonly ignoresDefaultUrl?: boolean;
}

/** Measured by starting 3.6; for older versions read from their sources. */
export const databaseUsers: readonly DatabaseUser[] = [
  { module: 'sqlops', parameters: ['db_url'] },
  { module: 'auth_db', since: '3.0', parameters: ['db_url'] },
  {
    module: 'acc',
    since: '2.2',
    functions: ['do_accounting'],
    argument: /(^|\|)\s*db\s*(\||$)/i,
    parameters: ['db_url'],
  },
  {
    module: 'permissions',
    functions: ['check_address', 'check_source_address', 'get_source_group'],
    parameters: ['db_url', 'partition'],
    ignoresDefaultUrl: true,
  },
  {
    module: 'group',
    since: '3.6',
    functions: ['db_is_user_in', 'db_get_user_group'],
    parameters: ['db_url'],
    ignoresDefaultUrl: true,
  },
  {
    module: 'avpops',
    removed: '3.5',
    functions: ['avp_db_query', 'avp_db_load', 'avp_db_store', 'avp_db_delete'],
    parameters: ['db_url'],
  },
];

const drivers: Readonly<Record<string, string>> = {
  mysql: 'db_mysql',
  postgres: 'db_postgres',
  sqlite: 'db_sqlite',
  text: 'db_text',
  unixodbc: 'db_unixodbc',
  oracle: 'db_oracle',
  berkeley: 'db_berkeley',
  http: 'db_http',
  https: 'db_http',
  virtual: 'db_virtual',
  flatstore: 'db_flatstore',
  cachedb: 'db_cachedb',
  perlvdb: 'db_perlvdb',
};

/** The module for the scheme of a database URL; undefined for an unknown one. A set number may precede it. */
export function driverOf(url: string): string | undefined {
  const scheme = /^\s*(?:\d+\s+)?(\w+):/.exec(url)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(drivers, scheme) ? drivers[scheme] : undefined;
}
