import { message } from '../../../../rules/rule.ts';
import { canBothRun } from '../../model/paths/meeting.ts';
import { pathsOf } from '../../model/paths/paths.ts';
import type { ScriptRule } from '../rule.ts';

/** Calls that must come in a certain order for one request. */
const orders: readonly {
  readonly late: readonly string[];
  readonly before: readonly string[];
  readonly why: string;
}[] = [
  {
    late: ['fix_nated_contact', 'add_rcv_param'],
    before: ['topology_hiding'],
    why: 'topology_hiding has already replaced the Contact header, so this changes a header that is removed.',
  },
  {
    late: ['record_route', 'record_route_preset'],
    before: ['t_relay', 'forward'],
    why: 'The request has already been sent without the Record-Route header, so later requests bypass this server.',
  },
  {
    late: [
      'topology_hiding',
      'fix_nated_contact',
      'fix_nated_sdp',
      'append_hf',
      'remove_hf',
      'uac_replace_from',
      'uac_replace_to',
    ],
    before: ['t_relay'],
    why: 'The request has already been sent without this change.',
  },
  {
    late: ['t_on_failure', 't_on_reply', 't_on_branch'],
    before: ['t_relay'],
    why: 'The request has already been sent: a reply can arrive before the route is armed, and a branch route never runs.',
  },
];

export const orderOfCalls: ScriptRule = {
  code: 'opensips-cfg/order-of-calls',
  severity: 'warning',
  family: 'paths',
  title: 'Function called too late to have an effect',
  why: 'A request must be changed before it is sent and before its headers are hidden. Called later, a function changes a message that has already left, or a header that has been replaced.',
  fix: 'Move the call above the other one.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nloadmodule "/modules/rr.so"\nroute {\n\tt_relay();\n\trecord_route();\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nloadmodule "/modules/rr.so"\nroute {\n\trecord_route();\n\tt_relay();\n}\n',
  on: 'script',
  calls: orders.flatMap(({ late }) => late),
  *check(model) {
    if (model.isPartial) return;
    const told = new Set<string>();
    for (const stop of pathsOf(model)) {
      const name = stop.call.name.text;
      for (const order of orders) {
        if (!order.late.includes(name)) continue;
        const other = stop.passed.find(
          one => order.before.includes(one.call.name.text) && canBothRun(one, stop),
        );
        const mark = `${name} ${stop.place.uri} ${stop.place.start} ${stop.call.line}`;
        if (other === undefined || told.has(mark)) continue;
        told.add(mark);
        yield {
          place: stop.place,
          span: stop.call.name,
          message: message(
            `\`${name}\` comes after \`${other.call.name.text}\`.`,
            order.why,
            `Call it before \`${other.call.name.text}\`.`,
          ),
          related: [{ place: other.place, span: other.call.name, message: 'This was called first.' }],
        };
      }
    }
  },
};
