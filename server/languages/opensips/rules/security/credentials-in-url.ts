import { message } from '../../../../rules/rule.ts';
import { stringValue } from '../../syntax/token.ts';
import type { LocalFinding, ModuleParameterRule } from '../rule.ts';

export const credentialsInUrl: ModuleParameterRule = {
  code: 'opensips-cfg/credentials-in-url',
  severity: 'information',
  family: 'security',
  title: 'Database password in the script',
  why: 'Anyone who can read the script, its backups or its repository can read and change the database: the passwords of all subscribers, the routing, the billing records. The default password from the examples is publicly known.',
  fix: 'Put the URL in a separate file that only the server can read and include it, or fill it in from the environment. Never use the password from the examples.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/db_mysql.so"\nloadmodule "/modules/domain.so"\nmodparam("domain", "db_url", "mysql://opensips:opensipsrw@localhost/opensips")\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/db_mysql.so"\nloadmodule "/modules/domain.so"\nmodparam("domain", "db_url", "mysql://opensips@localhost/opensips")\n',
  on: 'modparam',
  *check(item) {
    const first = item.value[0];
    if (first === undefined || first.kind !== 'string' || item.number !== undefined) return;
    const url = item.value.map(stringValue).join('');
    const found = /^\s*[\w+.-]*(?::[\w+-]+)?:\/\/[^/:@\s]*:([^@\s]+)@/.exec(url);
    const password = found?.[1];
    if (password === undefined || /^[<${[]|^%/.test(password)) return;
    const isDefault = password === 'opensipsrw' || password === 'opensipsro';
    const finding: LocalFinding = {
      span: first,
      message: message(
        isDefault
          ? 'This is the database password from the examples, which is publicly known.'
          : 'The script contains the password of the database.',
        'Anyone who can read the script can read and change the database.',
        isDefault ? 'Choose another password.' : 'Keep it in a file that only the server can read.',
      ),
    };
    yield finding;
  },
};
