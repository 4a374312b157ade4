import { message } from '../../../../rules/rule.ts';
import type { LocalFinding, RouteRule } from '../rule.ts';

/** Functions whose result decides who may continue, and what ignoring it means. */
const deciding: Readonly<Record<string, string>> = {
  www_authorize: 'Requests with a wrong password continue as if it were correct.',
  proxy_authorize: 'Requests with a wrong password continue as if it were correct.',
  pv_www_authorize: 'Requests with a wrong password continue as if it were correct.',
  pv_proxy_authorize: 'Requests with a wrong password continue as if it were correct.',
  aaa_www_authorize: 'Requests with a wrong password continue as if it were correct.',
  aaa_proxy_authorize: 'Requests with a wrong password continue as if it were correct.',
  jwt_authorize: 'Requests with a wrong token continue as if it were correct.',
  check_address: 'Requests from any address continue as if it were listed.',
  check_source_address: 'Requests from any address continue as if it were listed.',
  db_is_from_authorized: 'Any subscriber can call as another subscriber.',
  db_is_to_authorized: 'Any subscriber can register as another subscriber.',
  db_check_from: 'Any subscriber can call as another subscriber.',
  db_check_to: 'Any subscriber can register as another subscriber.',
  is_from_local: 'Requests from any domain continue.',
  is_uri_host_local: 'Requests to any domain continue.',
  pike_check_req: 'A flood is counted, but not stopped.',
  check_blacklist: 'Calls to blocked numbers continue.',
  check_user_blacklist: 'Calls to blocked numbers continue.',
  check_fraud: 'Suspected fraud is not stopped.',
  mf_process_maxfwd_header: 'A looping request is never stopped.',
  stir_shaken_verify: 'Calls with a wrong signature continue.',
};

export const ignoredAuthorization: RouteRule = {
  code: 'opensips-cfg/ignored-authorization',
  severity: 'warning',
  family: 'security',
  title: 'Check whose result is ignored',
  why: 'These functions answer a question: is the password correct, is the address listed? When such a function is called as a statement, its result is lost, and the script continues the same way for every request.',
  fix: 'Use it in a condition: `if (!www_authorize(...)) { www_challenge(...); exit; }`.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/maxfwd.so"\nroute {\n\tmf_process_maxfwd_header(10);\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/maxfwd.so"\nroute {\n\tif (!mf_process_maxfwd_header(10))\n\t\texit;\n}\n',
  since: '3.0',
  on: 'route',
  calls: Object.keys(deciding),
  check({ uses }) {
    const found: LocalFinding[] = [];
    const asksForReturnCode = uses.variables.some(({ token }) => /^\$(rc|retcode)\b/.test(token.text));
    for (const { call, place, within } of uses.calls) {
      const name = call.name.text;
      if (place !== 'statement' || within !== undefined || !Object.hasOwn(deciding, name)) continue;
      // The next statement may read the result, with $rc or $retcode.
      if (asksForReturnCode) continue;
      found.push({
        span: call.name,
        message: message(
          `The result of \`${name}\` is ignored.`,
          deciding[name] ?? '',
          'Use it in a condition, and end the route when it is false.',
        ),
      });
    }
    return found;
  },
};
