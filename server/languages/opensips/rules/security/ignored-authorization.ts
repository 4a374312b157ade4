import { message } from '../../../../rules/rule.ts';
import type { RouteRule } from '../rule.ts';

/** Functions whose answer decides who may go on, and what ignoring it means. */
const deciding: Readonly<Record<string, string>> = {
  www_authorize: 'Everybody goes on as if the password had been right.',
  proxy_authorize: 'Everybody goes on as if the password had been right.',
  pv_www_authorize: 'Everybody goes on as if the password had been right.',
  pv_proxy_authorize: 'Everybody goes on as if the password had been right.',
  aaa_www_authorize: 'Everybody goes on as if the password had been right.',
  aaa_proxy_authorize: 'Everybody goes on as if the password had been right.',
  jwt_authorize: 'Everybody goes on as if the token had been right.',
  check_address: 'Every address goes on as if it were listed.',
  check_source_address: 'Every address goes on as if it were listed.',
  db_is_from_authorized: 'Everybody can use the name of another subscriber.',
  db_is_to_authorized: 'Everybody can register the name of another subscriber.',
  db_check_from: 'Everybody can use the name of another subscriber.',
  db_check_to: 'Everybody can register the name of another subscriber.',
  is_from_local: 'Messages of every domain go on.',
  is_uri_host_local: 'Messages to every domain go on.',
  pike_check_req: 'A flood is counted but not stopped.',
  check_blacklist: 'Blocked numbers go on.',
  check_user_blacklist: 'Blocked numbers go on.',
  check_fraud: 'The answer is only logged: fraud goes on.',
  mf_process_maxfwd_header: 'A request that runs in circles is never stopped.',
  stir_shaken_verify: 'Callers with a wrong signature go on.',
};

export const ignoredAuthorization: RouteRule = {
  code: 'opensips-cfg/ignored-authorization',
  severity: 'warning',
  family: 'security',
  title: 'Check whose answer is thrown away',
  why: 'These functions answer a question: is the password right, is the address listed? Called as a statement, the answer is lost, and the script goes on the same way for everybody.',
  fix: 'Ask in a condition: `if (!www_authorize(...)) { www_challenge(...); exit; }`.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/maxfwd.so"\nroute {\n\tmf_process_maxfwd_header(10);\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/maxfwd.so"\nroute {\n\tif (!mf_process_maxfwd_header(10))\n\t\texit;\n}\n',
  since: '3.0',
  on: 'route',
  *check({ uses }) {
    const asksForReturnCode = uses.variables.some(({ token }) => /^\$(rc|retcode)\b/.test(token.text));
    for (const { call, place, within } of uses.calls) {
      const name = call.name.text;
      if (place !== 'statement' || within !== undefined || !Object.hasOwn(deciding, name)) continue;
      // The answer may be asked for in the next statement, with $rc or $retcode.
      if (asksForReturnCode) continue;
      yield {
        span: call.name,
        message: message(
          `The answer of \`${name}\` is thrown away.`,
          deciding[name] ?? '',
          'Ask in a condition and end the route when the answer is no.',
        ),
      };
    }
  },
};
