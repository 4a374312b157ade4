import { message } from '../../../../rules/rule.ts';
import { isCalled, perGroup } from '../../model/bodies.ts';
import { routeKey } from '../../model/model.ts';
import type { ScriptRule } from '../rule.ts';

/** Functions that count hops, or start a separate call from the request. */
const counting = ['mf_process_maxfwd_header', 'is_maxfwd_lt', 'is_maxfwd_eq', 'b2b_init_request'];

export const missingMaxForwardsCheck: ScriptRule = {
  code: 'opensips-cfg/missing-max-forwards-check',
  severity: 'warning',
  family: 'security',
  title: 'Requests forwarded without a Max-Forwards check',
  why: 'A request that comes back to the server is forwarded again, without end. A wrong route or a malicious client can start such a loop; only the hop count ends it.',
  fix: 'Begin the main route with `if (!mf_process_maxfwd_header(10)) { send_reply(483, "Too Many Hops"); exit; }`.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nroute {\n\tt_relay();\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nloadmodule "/modules/maxfwd.so"\nroute {\n\tif (!mf_process_maxfwd_header(10))\n\t\texit;\n\tt_relay();\n}\n',
  on: 'script',
  *check(model) {
    const main = model.routesByName.get(routeKey('request', '0'))?.[0];
    if (main === undefined || model.isPartial) return;
    if (counting.some(name => isCalled(model, name)) || model.groups.some(group => reading(group).isRead))
      return;
    if (!isCalled(model, 't_relay') && !isCalled(model, 'forward')) return;
    yield {
      place: main.place,
      span: main.route.keyword,
      message: message(
        'Nothing checks the hop count of a request.',
        'A request that comes back is forwarded again and again, so a routing mistake becomes an endless loop.',
        'Call mf_process_maxfwd_header first.',
      ),
    };
  },
};

/** Whether the script reads the header itself. */
const reading = perGroup(bodies => ({
  isRead: bodies.some(({ uses }) =>
    uses.variables.some(({ token }) => /hdr\(max-forwards\)/i.test(token.text)),
  ),
}));
