import { message } from '../../../../rules/rule.ts';
import { bodiesCalling, isCalled } from '../../model/bodies.ts';
import type { ScriptRule } from '../rule.ts';

/** Later requests have the server's own address; only these two functions put back the hidden one (match_dialog through its callbacks). */
const restoring = ['topology_hiding_match', 'match_dialog'];

export const missingTopologyHidingMatch: ScriptRule = {
  code: 'opensips-cfg/missing-topology-hiding-match',
  severity: 'warning',
  family: 'routes',
  title: 'Hidden topology that is never restored',
  why: '`topology_hiding` replaces Contact and Record-Route by the address of this server. Later requests of the call are sent to it, and only `topology_hiding_match` finds out where they go. Without it, ACK and BYE never reach the other side.',
  fix: 'Call `topology_hiding_match` for requests with a To tag, before they are relayed.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nloadmodule "/modules/rr.so"\nloadmodule "/modules/sipmsgops.so"\nloadmodule "/modules/maxfwd.so"\nloadmodule "/modules/topology_hiding.so"\nroute {\n\tif (!mf_process_maxfwd_header(10))\n\t\texit;\n\tif (is_method("INVITE"))\n\t\ttopology_hiding();\n\tt_relay();\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nloadmodule "/modules/rr.so"\nloadmodule "/modules/sipmsgops.so"\nloadmodule "/modules/maxfwd.so"\nloadmodule "/modules/topology_hiding.so"\nroute {\n\tif (!mf_process_maxfwd_header(10))\n\t\texit;\n\tif (has_totag()) {\n\t\tif (topology_hiding_match())\n\t\t\tt_relay();\n\t\texit;\n\t}\n\tif (is_method("INVITE"))\n\t\ttopology_hiding();\n\tt_relay();\n}\n',
  on: 'script',
  calls: ['topology_hiding'],
  modules: ['topology_hiding'],
  *check(model) {
    if (!model.isComplete) return;
    if (restoring.some(name => isCalled(model, name))) return;
    for (const { uses, place } of bodiesCalling(model, ['topology_hiding'])) {
      const hiding = uses.calls.find(({ call }) => call.name.text === 'topology_hiding');
      if (hiding === undefined) continue;
      yield {
        place,
        span: hiding.call.name,
        message: message(
          'Nothing restores what this hides: `topology_hiding_match` is never called.',
          'Later requests of a call, such as ACK and BYE, do not reach the other side.',
          'Call it for requests with a To tag.',
        ),
      };
      return;
    }
  },
};
