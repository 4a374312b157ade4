import { message } from '../../../../rules/rule.ts';
import { bodiesCalling, isCalled } from '../../model/bodies.ts';
import type { ScriptRule } from '../rule.ts';

const following = ['loose_route', 'topology_hiding_match', 'match_dialog', 'validate_dialog'];

export const missingLooseRoute: ScriptRule = {
  code: 'opensips-cfg/missing-loose-route',
  severity: 'warning',
  family: 'security',
  title: 'Record-Route without loose_route',
  why: '`record_route` makes the later requests of a call pass through this server. Without `loose_route` they are handled like new calls: a BYE is challenged for a password or sent to the wrong place, and the call does not end.',
  fix: 'Handle requests with a To tag first: `if (has_totag()) { loose_route(); ... }`.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nloadmodule "/modules/rr.so"\nloadmodule "/modules/maxfwd.so"\nroute {\n\tif (!mf_process_maxfwd_header(10))\n\t\texit;\n\trecord_route();\n\tt_relay();\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nloadmodule "/modules/rr.so"\nloadmodule "/modules/maxfwd.so"\nloadmodule "/modules/sipmsgops.so"\nroute {\n\tif (!mf_process_maxfwd_header(10))\n\t\texit;\n\tif (has_totag()) {\n\t\tif (loose_route())\n\t\t\tt_relay();\n\t\texit;\n\t}\n\trecord_route();\n\tt_relay();\n}\n',
  on: 'script',
  calls: ['record_route', 'record_route_preset'],
  *check(model) {
    if (model.isPartial) return;
    if (following.some(name => isCalled(model, name))) return;
    for (const { uses, place } of bodiesCalling(model, ['record_route', 'record_route_preset'])) {
      const recording = uses.calls.find(({ call }) => /^record_route(_preset)?$/.test(call.name.text));
      if (recording === undefined) continue;
      yield {
        place,
        span: recording.call.name,
        message: message(
          '`loose_route` never follows the Route header that results from this.',
          'Later requests of a call are handled like new calls, so a BYE does not end the call.',
          'Call loose_route for requests with a To tag.',
        ),
      };
      return;
    }
  },
};
