import { message } from '../../../../rules/rule.ts';
import { asksWho, isInsideDialog, journeyOf, looksAtSource } from '../../model/paths/journey.ts';
import type { ScriptRule } from '../rule.ts';

/** Functions that forward a request. */
const relaying = new Set(['t_relay', 'forward', 't_replicate']);
/** Functions that set the destination to a registered subscriber: receiving calls for them needs no password. */
const local = new Set([
  'lookup',
  'mid_registrar_lookup',
  'alias_db_lookup',
  'ds_select_dst',
  'ds_select_domain',
  'lb_start',
]);

export const relayBeforeAuthentication: ScriptRule = {
  code: 'opensips-cfg/relay-before-authentication',
  severity: 'warning',
  family: 'security',
  title: 'Calls relayed before authentication',
  why: 'The script checks passwords, but a request can be relayed before the check. Anyone who can reach the server can place calls on this path at your expense.',
  fix: 'Authenticate first: put `proxy_authorize` or `check_source_address`, with its `exit`, before the relay.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nloadmodule "/modules/sl.so"\nloadmodule "/modules/signaling.so"\nloadmodule "/modules/auth.so"\nloadmodule "/modules/db_mysql.so"\nloadmodule "/modules/auth_db.so"\nmodparam("auth_db", "db_url", "mysql://localhost/opensips")\nroute {\n\tif ($rU =~ "^00") {\n\t\tt_relay();\n\t\texit;\n\t}\n\tif (!proxy_authorize("", "subscriber")) {\n\t\tproxy_challenge("", "auth");\n\t\texit;\n\t}\n\tt_relay();\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nloadmodule "/modules/sl.so"\nloadmodule "/modules/signaling.so"\nloadmodule "/modules/auth.so"\nloadmodule "/modules/db_mysql.so"\nloadmodule "/modules/auth_db.so"\nmodparam("auth_db", "db_url", "mysql://localhost/opensips")\nroute {\n\tif (!proxy_authorize("", "subscriber")) {\n\t\tproxy_challenge("", "auth");\n\t\texit;\n\t}\n\tt_relay();\n}\n',
  on: 'script',
  calls: ['proxy_authorize', 'pv_proxy_authorize', 'aaa_proxy_authorize'],
  *check(model) {
    if (model.isPartial) return;
    const stops = journeyOf(model);
    if (!stops.some(({ call }) => /^(proxy|pv_proxy|aaa_proxy)_authorize$/.test(call.name.text))) return;
    let isLocal = false;
    for (const { call, place, conditions } of stops) {
      if (asksWho(call)) return;
      if (local.has(call.name.text)) isLocal = true;
      if (!relaying.has(call.name.text) || isLocal) continue;
      if (isInsideDialog(conditions) || looksAtSource(conditions)) continue;
      yield {
        place,
        span: call.name,
        message: message(
          'A request can be relayed here before the script checks a password.',
          'Anyone who can reach the server can place calls on this path.',
          'Call proxy_authorize or check_source_address first.',
        ),
      };
      return;
    }
  },
};
