import { message } from '../../../../rules/rule.ts';
import { canBothRun } from '../../model/paths/meeting.ts';
import { pathsOf, type Stop } from '../../model/paths/paths.ts';
import type { Call } from '../../syntax/syntax.ts';
import { stringValue } from '../../syntax/token.ts';
import type { Finding, ScriptRule } from '../rule.ts';

export const answeredTwice: ScriptRule = {
  code: 'opensips-cfg/answered-twice',
  severity: 'warning',
  family: 'paths',
  title: 'Two final replies to one request',
  why: 'A request gets one final reply. Without a transaction the second one is really sent, and the client may use either of them. `save` sends its own reply, also when it fails, unless it has the flag `no-reply`.',
  fix: 'Send one reply and end the script with `exit`. After `save`, only end the script.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sl.so"\nroute {\n\tif ($rm == "PUBLISH")\n\t\tsl_send_reply(503, "Unavailable");\n\tsl_send_reply(404, "Not here");\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sl.so"\nroute {\n\tif ($rm == "PUBLISH") {\n\t\tsl_send_reply(503, "Unavailable");\n\t\texit;\n\t}\n\tsl_send_reply(404, "Not here");\n}\n',
  on: 'script',
  *check(model) {
    if (model.isPartial) return;
    const told = new Set<Call>();
    for (const stop of pathsOf(model)) {
      if (told.has(stop.call) || !isFinalReply(stop.call)) continue;
      const other = stop.passed.find(
        one =>
          one.call !== stop.call && isInSameRoute(one, stop) && answers(one.call) && canBothRun(one, stop),
      );
      if (other === undefined) continue;
      told.add(stop.call);
      const isSave = /save$/.test(other.call.name.text);
      const finding: Finding = {
        place: stop.place,
        span: stop.call.name,
        // The default script of OpenSIPS has this line; it matters only if `save` fails.
        ...(isSave ? { severity: 'information' as const } : {}),
        message: message(
          isSave
            ? `\`${other.call.name.text}\` has already answered, also if it failed.`
            : `\`${other.call.name.text}\` may already have sent a final reply to this request.`,
          'The client gets two final replies.',
          isSave ? 'Remove this reply.' : 'Put `exit;` after the first reply.',
        ),
        related: [{ place: other.place, span: other.call.name, message: 'This was sent first.' }],
      };
      yield finding;
    }
  },
};

/** A called route may end in a way that the caller asks for, so only replies of one route are compared. */
function isInSameRoute(one: Stop, other: Stop): boolean {
  return one.place === other.place;
}

function answers(call: Call): boolean {
  const name = call.name.text;
  if (name === 'save' || name === 'mid_registrar_save')
    return !call.args.some(
      ({ token }) => token !== undefined && /no-reply|\$|^"[a-z0-9]*r[a-z0-9]*"$/.test(token.text),
    );
  return isFinalReply(call);
}

function isFinalReply({ name, args }: Call): boolean {
  if (name.text === 'sl_reply_error') return true;
  if (!/^(?:sl_send_reply|send_reply)$/.test(name.text)) return false;
  const [code] = args;
  const value =
    code?.number ??
    (code?.kind === 'string' && code.token !== undefined ? Number(stringValue(code.token)) : 0);
  return value >= 200;
}
