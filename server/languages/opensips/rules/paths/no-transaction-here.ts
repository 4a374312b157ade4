import { message } from '../../../../rules/rule.ts';
import { bodiesCalling } from '../../model/bodies.ts';
import { pathsOf } from '../../model/paths/paths.ts';
import type { Finding, ScriptRule } from '../rule.ts';

/** Functions of `tm` that look up the transaction of a reply. */
const needsTransactionOfReply = new Set([
  't_check_status',
  't_any_replied',
  't_any_timeout',
  't_local_replied',
  't_was_cancelled',
]);
/** Functions that work on the transaction of the current request. */
const needsOwnTransaction = new Set([
  't_wait_for_new_branches',
  't_wait_no_more_branches',
  't_inject_branches',
]);
const creates = new Set([
  't_newtran',
  't_relay',
  't_reply',
  't_reply_with_body',
  't_replicate',
  'create_dialog',
]);

export const noTransactionHere: ScriptRule = {
  code: 'opensips-cfg/no-transaction-here',
  severity: 'warning',
  family: 'paths',
  title: 'Transaction function called before the transaction exists',
  why: 'The unnamed `onreply_route` runs before a reply is matched with its transaction, and a request has no transaction before `t_newtran` or `t_relay`. Functions that use the transaction always fail there.',
  fix: 'Use `$rs` in the unnamed onreply_route, or arm a named one with `t_on_reply`. Call `t_newtran` before functions that keep the transaction waiting.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nroute {\n\tt_relay();\n}\nonreply_route {\n\tif (t_check_status("200"))\n\t\txlog("answered\\n");\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/tm.so"\nroute {\n\tt_relay();\n}\nonreply_route {\n\tif ($rs == 200)\n\t\txlog("answered\\n");\n}\n',
  on: 'script',
  *check(model) {
    for (const { route, uses, place } of bodiesCalling(model, needsTransactionOfReply)) {
      if (route.kind !== 'onreply' || route.name !== '0') continue;
      for (const { call } of uses.calls) {
        if (!needsTransactionOfReply.has(call.name.text)) continue;
        const finding: Finding = {
          place,
          span: call.name,
          message: message(
            `\`${call.name.text}\` always fails here.`,
            'The unnamed onreply_route runs before the reply is matched with its transaction.',
            'Use `$rs`, or arm a named onreply_route with t_on_reply.',
          ),
        };
        yield finding;
      }
    }
    if (model.isPartial) return;
    for (const stop of pathsOf(model)) {
      const name = stop.call.name.text;
      if (!needsOwnTransaction.has(name)) continue;
      if (stop.passed.some(one => creates.has(one.call.name.text))) return;
      yield {
        place: stop.place,
        span: stop.call.name,
        message: message(
          `\`${name}\` fails here: the request has no transaction yet.`,
          'The call returns false, and the transaction does not wait for new branches.',
          'Call `t_newtran()` before it.',
        ),
      };
      return;
    }
  },
};
