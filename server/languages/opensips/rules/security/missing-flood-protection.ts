import { message } from '../../../../rules/rule.ts';
import { isCalled } from '../../model/bodies.ts';
import { routeKey } from '../../model/model.ts';
import type { ScriptRule } from '../rule.ts';

export const missingFloodProtection: ScriptRule = {
  code: 'opensips-cfg/missing-flood-protection',
  severity: 'hint',
  family: 'security',
  title: 'No protection against floods and password guessing',
  why: 'The script checks passwords, but does not limit how often a client may try. On an address that others can reach, a program can send thousands of guesses an hour, and the server answers all of them unless `pike`, `ratelimit` or a firewall limits the rate.',
  fix: 'Load `pike` and call `pike_check_req` first, or limit the rate with `ratelimit`. If a firewall does this, turn this rule off.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sl.so"\nloadmodule "/modules/signaling.so"\nloadmodule "/modules/auth.so"\nloadmodule "/modules/db_mysql.so"\nloadmodule "/modules/auth_db.so"\nmodparam("auth_db", "db_url", "mysql://localhost/opensips")\nroute {\n\tif (!www_authorize("", "subscriber"))\n\t\twww_challenge("", "auth");\n\texit;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sl.so"\nloadmodule "/modules/signaling.so"\nloadmodule "/modules/auth.so"\nloadmodule "/modules/db_mysql.so"\nloadmodule "/modules/auth_db.so"\nmodparam("auth_db", "db_url", "mysql://localhost/opensips")\nloadmodule "/modules/pike.so"\nroute {\n\tif (!pike_check_req())\n\t\texit;\n\tif (!www_authorize("", "subscriber"))\n\t\twww_challenge("", "auth");\n\texit;\n}\n',
  on: 'script',
  *check(model) {
    const main = model.routesByName.get(routeKey('request', '0'))?.[0];
    if (main === undefined || model.isPartial) return;
    if (['pike', 'ratelimit', 'fraud_detection', 'apiban'].some(name => model.modules.has(name))) return;
    if (!model.groups.some(({ callNames }) => [...callNames].some(name => name.endsWith('_authorize'))))
      return;
    if (
      ['check_address', 'check_source_address', 'cache_add', 'check_blacklist'].some(name =>
        isCalled(model, name),
      )
    )
      return;
    yield {
      place: main.place,
      span: main.route.keyword,
      message: message(
        'Nothing in the script slows down password guessing.',
        'Anyone who can reach the server can try thousands of passwords an hour.',
        'Call pike_check_req first, or let a firewall do it.',
      ),
    };
  },
};
