import { message } from '../../../../rules/rule.ts';
import { parameterValue } from '../../model/parameters.ts';
import type { ScriptRule } from '../rule.ts';

export const passwordNeverMatches: ScriptRule = {
  code: 'opensips-cfg/password-never-matches',
  severity: 'warning',
  family: 'security',
  title: 'Password column that does not match calculate_ha1',
  why: '`calculate_ha1` says whether the column holds plain passwords (1) or HA1 hashes (0). If it does not match the column, every correct password is refused: a plain password is used as a hash, or a hash is hashed again.',
  fix: 'For plain passwords, set `calculate_ha1` to 1 and `password_column` to "password"; for hashes, set it to 0 and leave `password_column` at "ha1".',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sl.so"\nloadmodule "/modules/signaling.so"\nloadmodule "/modules/auth.so"\nloadmodule "/modules/db_mysql.so"\nloadmodule "/modules/auth_db.so"\nmodparam("auth_db", "db_url", "mysql://localhost/opensips")\nmodparam("auth_db", "calculate_ha1", 1)\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sl.so"\nloadmodule "/modules/signaling.so"\nloadmodule "/modules/auth.so"\nloadmodule "/modules/db_mysql.so"\nloadmodule "/modules/auth_db.so"\nmodparam("auth_db", "db_url", "mysql://localhost/opensips")\nmodparam("auth_db", "calculate_ha1", 1)\nmodparam("auth_db", "password_column", "password")\n',
  on: 'script',
  modules: ['auth_db'],
  *check(model) {
    const calculate = parameterValue(model, 'auth_db', 'calculate_ha1');
    const column = parameterValue(model, 'auth_db', 'password_column');
    if (model.isPartial) return;
    const isPlain = calculate !== undefined && calculate.value !== 0;
    const name = column === undefined ? 'ha1' : String(column.value);
    const wrong = isPlain
      ? /^(ha1|ha1b|ha1_.*)$/i.test(name)
      : /^(password|passwd|plain.*|clear.*)$/i.test(name);
    const setting = isPlain ? calculate : column;
    if (!wrong || setting === undefined) return;
    const { place } = setting;
    yield {
      place,
      span: setting.item.name ?? setting.item,
      message: isPlain
        ? message(
            `The column \`${name}\` holds hashes, but \`calculate_ha1\` is set for plain passwords.`,
            'The hashes are hashed again, so no password ever matches.',
            'Set password_column to the column with the plain passwords, or calculate_ha1 to 0.',
          )
        : message(
            `The column \`${name}\` is read as HA1 hashes.`,
            'If it holds plain passwords, no password ever matches.',
            'Set calculate_ha1 to 1, or read the column ha1.',
          ),
    };
  },
};
