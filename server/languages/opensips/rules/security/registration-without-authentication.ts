import { message } from '../../../../rules/rule.ts';
import { asksWho, journeyOf, looksAtSource } from '../../model/journey.ts';
import type { ScriptRule } from '../rule.ts';

export const registrationWithoutAuthentication: ScriptRule = {
  code: 'opensips-cfg/registration-without-authentication',
  severity: 'warning',
  family: 'security',
  title: 'Registrations stored without a password',
  why: '`save` stores whatever contact the REGISTER names. When nobody asked for a password before, anyone can register under any name and take the calls of others.',
  fix: 'Call `www_authorize` before, and `www_challenge` with `exit` when it says no.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sl.so"\nloadmodule "/modules/signaling.so"\nloadmodule "/modules/usrloc.so"\nloadmodule "/modules/registrar.so"\nroute {\n\tsave("location");\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sl.so"\nloadmodule "/modules/signaling.so"\nloadmodule "/modules/auth.so"\nloadmodule "/modules/db_mysql.so"\nloadmodule "/modules/auth_db.so"\nmodparam("auth_db", "db_url", "mysql://localhost/opensips")\nloadmodule "/modules/usrloc.so"\nloadmodule "/modules/registrar.so"\nroute {\n\tif (!www_authorize("", "subscriber")) {\n\t\twww_challenge("", "auth");\n\t\texit;\n\t}\n\tif (!db_is_to_authorized("subscriber"))\n\t\texit;\n\tsave("location");\n}\n',
  on: 'script',
  *check(model, { bodies }) {
    if (model.isPartial || !bodies.some(({ uses }) => uses.callNames.has('save'))) return;
    for (const { call, place, conditions } of journeyOf(model)) {
      if (asksWho(call)) return;
      if (call.name.text !== 'save' || looksAtSource(conditions)) continue;
      yield {
        place,
        span: call.name,
        message: message(
          'The registration is stored without asking for a password.',
          'Anyone can register under any name and take the calls of others.',
          'Call www_authorize before, and www_challenge with exit when it says no.',
        ),
      };
      return;
    }
  },
};
