import { message } from '../../../../rules/rule.ts';
import { canBothRun } from '../../model/paths/meeting.ts';
import { pathsOf, type Stop } from '../../model/paths/paths.ts';
import { callsIn } from '../../syntax/flow.ts';
import type { ScriptRule } from '../rule.ts';

/** Functions that change the request or its dialog each time, with what a second call does. */
const once: Readonly<Record<string, string>> = {
  rtpproxy_engage: 'The session description is changed twice, and the call has no audio or one-way audio.',
  rtpproxy_offer: 'The session description is changed twice, and the call has no audio or one-way audio.',
  rtpengine_offer: 'The session description is changed twice, and the call has no audio or one-way audio.',
  rtpengine_manage: 'The session description is changed twice, and the call has no audio or one-way audio.',
  force_rtp_proxy: 'The session description is changed twice, and the call has no audio or one-way audio.',
  t_relay: 'The request is sent twice: to both destinations in parallel.',
};

/** The second call is a reaction to the failure of the first, or in another route that may react to it. */
function isRetry(first: Stop, second: Stop): boolean {
  if (first.place !== second.place) return true;
  return second.conditions.some(({ expression }) => callsIn(expression).includes(first.call));
}

export const calledTwice: ScriptRule = {
  code: 'opensips-cfg/called-twice',
  severity: 'warning',
  family: 'paths',
  title: 'Function called twice for the same request',
  why: 'Functions such as `rtpproxy_engage` and `rtpengine_offer` change the session description each time they run. When two such calls run for one request, the changes add up and the other side gets a broken description, so the call has no audio.',
  fix: 'Call it in one place only, or make sure that each request reaches only one of the calls.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nloadmodule "/modules/rtpengine.so"\nmodparam("rtpengine", "rtpengine_sock", "udp:127.0.0.1:2223")\nroute {\n\trtpengine_offer();\n\troute(relay);\n}\nroute[relay] {\n\trtpengine_offer();\n\tt_relay();\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nloadmodule "/modules/rtpengine.so"\nmodparam("rtpengine", "rtpengine_sock", "udp:127.0.0.1:2223")\nroute {\n\trtpengine_offer();\n\troute(relay);\n}\nroute[relay] {\n\tt_relay();\n}\n',
  on: 'script',
  calls: Object.keys(once),
  *check(model) {
    if (model.isPartial) return;
    const told = new Set<string>();
    for (const stop of pathsOf(model)) {
      const name = stop.call.name.text;
      if (!Object.hasOwn(once, name) || told.has(name)) continue;
      const other = stop.passed.find(
        one =>
          one.call.name.text === name &&
          one.call !== stop.call &&
          canBothRun(one, stop) &&
          !(name === 't_relay' && isRetry(one, stop)),
      );
      if (other === undefined) continue;
      told.add(name);
      yield {
        place: stop.place,
        span: stop.call.name,
        message: message(
          `\`${name}\` may already have been called for this request.`,
          once[name] ?? '',
          'Call it in one place only.',
        ),
        related: [{ place: other.place, span: other.call.name, message: 'It was called here first.' }],
      };
    }
  },
};
