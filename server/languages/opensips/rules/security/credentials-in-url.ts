import { message } from '../../../../rules/rule.ts';
import { stringValue } from '../../syntax/token.ts';
import type { LocalFinding, ModuleParameterRule } from '../rule.ts';

export const credentialsInUrl: ModuleParameterRule = {
  code: 'opensips-cfg/credentials-in-url',
  severity: 'information',
  family: 'security',
  title: 'Password of a database in the script',
  why: 'Who can read the script, its backups or its repository can read and change the database: the passwords of all subscribers, the routes, the bills. The well-known password of the examples is tried first by everybody.',
  fix: 'Keep the URL in a file that only the server can read and include it, or fill it in from the environment; never keep the password of the examples.',
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
          ? 'This is the database password of the examples, known to everybody.'
          : 'The password of the database stands in the script.',
        'Who can read the script can read and change the database.',
        isDefault ? 'Choose another one.' : 'Keep it in a file that only the server can read.',
      ),
    };
    yield finding;
  },
};
