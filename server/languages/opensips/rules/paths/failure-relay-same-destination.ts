import { message } from '../../../../rules/rule.ts';
import { maySetDestination } from '../../model/destinations.ts';
import type { RouteRule } from '../rule.ts';

export const failureRelaySameDestination: RouteRule = {
  code: 'opensips-cfg/failure-relay-same-destination',
  severity: 'warning',
  family: 'paths',
  title: 'Request sent again from a failure route without a new destination',
  why: 'In a failure_route, `$du` is NULL and the Request-URI is the one that was received: what `lookup` or `do_routing` found for the first try is gone. `t_relay()` then sends the request to the received Request-URI, often to this server itself.',
  fix: 'Set `$du` or `$ru`, or call the function that selects the next destination, before `t_relay()`.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nroute {\n\tt_on_failure("again");\n\tt_relay();\n}\nfailure_route[again] {\n\tif (t_check_status("503"))\n\t\tt_relay();\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nroute {\n\tt_on_failure("again");\n\tt_relay();\n}\nfailure_route[again] {\n\tif (t_check_status("503")) {\n\t\t$du = "sip:192.0.2.20";\n\t\tt_relay();\n\t}\n}\n',
  on: 'route',
  calls: ['t_relay'],
  check({ uses, kind }) {
    if (kind !== 'failure' || maySetDestination(uses)) return [];
    const relay = uses.calls.find(({ call }) => call.name.text === 't_relay');
    if (relay === undefined) return [];
    return [
      {
        span: relay.call.name,
        message: message(
          'Nothing in this failure_route sets a new destination.',
          'The request goes to the Request-URI as it was received, often back to this server.',
          'Set `$du` or `$ru` first.',
        ),
      },
    ];
  },
};
