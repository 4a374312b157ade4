import { message } from '../../../../rules/rule.ts';
import { bodiesCalling } from '../../model/bodies.ts';
import { parameterValue } from '../../model/parameters.ts';
import type { ScriptRule } from '../rule.ts';

/** uac_auth() looks for the realm in the credentials and in the variables that these parameters name, and fails without them. */
export const uacAuthWithoutCredentials: ScriptRule = {
  code: 'opensips-cfg/uac-auth-without-credentials',
  severity: 'warning',
  family: 'modules',
  title: 'Answers to challenges without credentials',
  why: '`uac_auth` answers a challenge with the credentials for its realm. They come from the parameter `credential` of `uac_auth`, or from variables that `auth_realm_avp`, `auth_username_avp` and `auth_password_avp` name. Without either, it always fails.',
  fix: 'Set `modparam("uac_auth", "credential", "user:realm:password")`, or the three parameters for variables.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nloadmodule "/modules/rr.so"\nloadmodule "/modules/uac_auth.so"\nloadmodule "/modules/uac.so"\nroute {\n\tt_on_failure("challenged");\n\tt_relay();\n}\nfailure_route[challenged] {\n\tif (uac_auth())\n\t\tt_relay();\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nloadmodule "/modules/rr.so"\nloadmodule "/modules/uac_auth.so"\nmodparam("uac_auth", "auth_realm_avp", "$avp(realm)")\nmodparam("uac_auth", "auth_username_avp", "$avp(user)")\nmodparam("uac_auth", "auth_password_avp", "$avp(password)")\nloadmodule "/modules/uac.so"\nroute {\n\tt_on_failure("challenged");\n\tt_relay();\n}\nfailure_route[challenged] {\n\tif (uac_auth())\n\t\tt_relay();\n}\n',
  on: 'script',
  calls: ['uac_auth'],
  modules: ['uac_auth'],
  *check(model) {
    if (!model.isComplete) return;
    const parameters = ['credential', 'auth_realm_avp'];
    if (
      ['uac_auth', 'uac'].some(name => parameters.some(one => parameterValue(model, name, one) !== undefined))
    )
      return;
    for (const { uses, place } of bodiesCalling(model, ['uac_auth'])) {
      for (const { call } of uses.calls) {
        if (call.name.text !== 'uac_auth') continue;
        yield {
          place,
          span: call.name,
          message: message(
            '`uac_auth` has no credentials.',
            'It fails for every challenge.',
            'Set the parameter `credential` of `uac_auth`, or `auth_realm_avp`, `auth_username_avp` and `auth_password_avp`.',
          ),
        };
      }
    }
  },
};
