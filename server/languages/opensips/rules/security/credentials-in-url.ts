import { message } from '../../../../rules/rule.ts';
import type { Finding } from '../../model/finding.ts';
import type { Place } from '../../model/placed.ts';
import type { ModuleParameter } from '../../syntax/syntax.ts';
import { type Span, stringValue } from '../../syntax/token.ts';
import type { ScriptRule } from '../rule.ts';

export const credentialsInUrl: ScriptRule = {
  code: 'opensips-cfg/credentials-in-url',
  severity: 'information',
  family: 'security',
  title: 'Database password in the script',
  why: 'Anyone who can read the script, its backups or its repository can read and change the database: the passwords of all subscribers, the routing, the billing records. The default password from the examples is publicly known.',
  fix: 'Put the URL in a separate file that only the server can read and include it, or fill it in from the environment. Never use the password from the examples.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/db_mysql.so"\nloadmodule "/modules/domain.so"\nmodparam("domain", "db_url", "mysql://opensips:opensipsrw@localhost/opensips")\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/db_mysql.so"\nloadmodule "/modules/domain.so"\nmodparam("domain", "db_url", "mysql://opensips@localhost/opensips")\n',
  on: 'script',
  *check(model) {
    const byFile = new Map<string, Password[]>();
    for (const { item, place } of model.declarations) {
      if (item.type !== 'modparam') continue;
      const found = passwordIn(item);
      if (found === undefined) continue;
      const list = byFile.get(place.uri) ?? [];
      list.push({ place, ...found });
      byFile.set(place.uri, list);
    }
    for (const passwords of byFile.values()) yield* inFile(passwords);
  },
};

interface Password {
  readonly place: Place;
  readonly span: Span;
  readonly isDefault: boolean;
}

/** One finding for a file: the same password is usually in the URL of every module. */
function* inFile(passwords: readonly Password[]): Generator<Finding> {
  const shown = passwords.find(({ isDefault }) => isDefault) ?? passwords[0];
  if (shown === undefined) return;
  const { place, span, isDefault } = shown;
  const others = passwords.filter(one => one !== shown);
  yield {
    place,
    span,
    message: message(
      isDefault
        ? 'This is the database password from the examples, which is publicly known.'
        : 'The script contains the password of the database.',
      'Anyone who can read the script can read and change the database.',
      isDefault ? 'Choose another password.' : 'Keep it in a file that only the server can read.',
    ),
    ...(others.length === 0
      ? {}
      : { related: others.map(other => ({ ...other, message: 'Another URL with a password' })) }),
  };
}

function passwordIn(item: ModuleParameter): Omit<Password, 'place'> | undefined {
  const first = item.value[0];
  if (first === undefined || first.kind !== 'string' || item.number !== undefined) return undefined;
  const url = item.value.map(stringValue).join('');
  const password = /^\s*[\w+.-]*(?::[\w+-]+)?:\/\/[^/:@\s]*:([^@\s]+)@/.exec(url)?.[1];
  if (password === undefined || /^[<${[]|^%/.test(password)) return undefined;
  return { span: first, isDefault: password === 'opensipsrw' || password === 'opensipsro' };
}
