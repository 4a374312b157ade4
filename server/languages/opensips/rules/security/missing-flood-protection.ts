import { message } from '../../../../rules/rule.ts';
import { routeKey } from '../../model/model.ts';
import type { ScriptRule } from '../rule.ts';

export const missingFloodProtection: ScriptRule = {
  code: 'opensips-cfg/missing-flood-protection',
  severity: 'hint',
  family: 'security',
  title: 'Nothing slows down who floods the server or guesses passwords',
  why: 'A server that asks for passwords on a public address is tried by machines around the clock, some thousand guesses an hour. Without `pike` or `ratelimit` in the script, and nothing else before it, all of them are answered.',
  fix: 'Load `pike` and call `pike_check_req` first, or count with `ratelimit`, or let a firewall do it and switch this rule off.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sl.so"\nloadmodule "/modules/signaling.so"\nloadmodule "/modules/auth.so"\nloadmodule "/modules/db_mysql.so"\nloadmodule "/modules/auth_db.so"\nmodparam("auth_db", "db_url", "mysql://localhost/opensips")\nroute {\n\tif (!www_authorize("", "subscriber"))\n\t\twww_challenge("", "auth");\n\texit;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sl.so"\nloadmodule "/modules/signaling.so"\nloadmodule "/modules/auth.so"\nloadmodule "/modules/db_mysql.so"\nloadmodule "/modules/auth_db.so"\nmodparam("auth_db", "db_url", "mysql://localhost/opensips")\nloadmodule "/modules/pike.so"\nroute {\n\tif (!pike_check_req())\n\t\texit;\n\tif (!www_authorize("", "subscriber"))\n\t\twww_challenge("", "auth");\n\texit;\n}\n',
  on: 'script',
  *check(model, { bodies }) {
    const main = model.routesByName.get(routeKey('request', '0'))?.[0];
    if (main === undefined || model.isPartial) return;
    if (['pike', 'ratelimit', 'fraud_detection', 'apiban'].some(name => model.modules.has(name))) return;
    const calls = (name: string) => bodies.some(({ uses }) => uses.callNames.has(name));
    if (!bodies.some(({ uses }) => [...uses.callNames].some(name => name.endsWith('_authorize')))) return;
    if (['check_address', 'check_source_address', 'cache_add', 'check_blacklist'].some(calls)) return;
    yield {
      place: main.place,
      span: main.route.keyword,
      message: message(
        'Nothing here slows down who guesses passwords.',
        'Machines try thousands of them an hour on any public address.',
        'Call pike_check_req first, or let a firewall do it.',
      ),
    };
  },
};
