import { message } from '../../../../rules/rule.ts';
import { asksWho, journeyOf, looksAtSource } from '../../model/paths/journey.ts';
import type { ScriptRule } from '../rule.ts';

export const registrationWithoutAuthentication: ScriptRule = {
  code: 'opensips-cfg/registration-without-authentication',
  severity: 'warning',
  family: 'security',
  title: 'Registration stored without authentication',
  why: '`save` stores any contact in the REGISTER. Unless a password is checked first, anyone can register as any user and receive the calls of that user.',
  fix: 'Call `www_authorize` first, and `www_challenge` with `exit` when it fails.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sl.so"\nloadmodule "/modules/signaling.so"\nloadmodule "/modules/usrloc.so"\nloadmodule "/modules/registrar.so"\nroute {\n\tsave("location");\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sl.so"\nloadmodule "/modules/signaling.so"\nloadmodule "/modules/auth.so"\nloadmodule "/modules/db_mysql.so"\nloadmodule "/modules/auth_db.so"\nmodparam("auth_db", "db_url", "mysql://localhost/opensips")\nloadmodule "/modules/usrloc.so"\nloadmodule "/modules/registrar.so"\nroute {\n\tif (!www_authorize("", "subscriber")) {\n\t\twww_challenge("", "auth");\n\t\texit;\n\t}\n\tif (!db_is_to_authorized("subscriber"))\n\t\texit;\n\tsave("location");\n}\n',
  on: 'script',
  calls: ['save'],
  *check(model) {
    if (model.isPartial) return;
    for (const { call, place, conditions } of journeyOf(model)) {
      if (asksWho(call)) return;
      if (call.name.text !== 'save' || looksAtSource(conditions)) continue;
      yield {
        place,
        span: call.name,
        message: message(
          'The registration is stored without a password check.',
          'Anyone can register as any user and receive the calls of that user.',
          'Call www_authorize first, and www_challenge with exit when it fails.',
        ),
      };
      return;
    }
  },
};
