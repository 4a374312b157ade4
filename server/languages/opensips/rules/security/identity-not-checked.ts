import { message } from '../../../../rules/rule.ts';
import { isAtLeast } from '../../facts/versions.ts';
import { bodiesCalling, perGroup } from '../../model/bodies.ts';
import type { ScriptModel } from '../../model/model.ts';
import { journeyOf } from '../../model/paths/journey.ts';
import { callsIn } from '../../syntax/flow.ts';
import type { Call } from '../../syntax/syntax.ts';
import type { Fix, ScriptRule } from '../rule.ts';

export const identityNotChecked: ScriptRule = {
  code: 'opensips-cfg/identity-not-checked',
  severity: 'warning',
  family: 'security',
  title: 'Password checked, but not the identity',
  why: 'A correct password proves only which account was used. Unless the script compares the user in the request with that account, every subscriber can register or call as any other subscriber.',
  fix: 'Call `db_is_to_authorized` after authorizing a REGISTER and `db_is_from_authorized` after authorizing a call, or compare `$au` with `$tU` or `$fU`. If authentication names intentionally differ from SIP users, compare with a table instead.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sl.so"\nloadmodule "/modules/signaling.so"\nloadmodule "/modules/auth.so"\nloadmodule "/modules/db_mysql.so"\nloadmodule "/modules/auth_db.so"\nmodparam("auth_db", "db_url", "mysql://localhost/opensips")\nloadmodule "/modules/usrloc.so"\nloadmodule "/modules/registrar.so"\nroute {\n\tif (!www_authorize("", "subscriber")) {\n\t\twww_challenge("", "auth");\n\t\texit;\n\t}\n\tsave("location");\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sl.so"\nloadmodule "/modules/signaling.so"\nloadmodule "/modules/auth.so"\nloadmodule "/modules/db_mysql.so"\nloadmodule "/modules/auth_db.so"\nmodparam("auth_db", "db_url", "mysql://localhost/opensips")\nloadmodule "/modules/usrloc.so"\nloadmodule "/modules/registrar.so"\nroute {\n\tif (!www_authorize("", "subscriber")) {\n\t\twww_challenge("", "auth");\n\t\texit;\n\t}\n\tif (!db_is_to_authorized("subscriber"))\n\t\texit;\n\tsave("location");\n}\n',
  on: 'script',
  calls: ['www_authorize', 'proxy_authorize'],
  *check(model) {
    if (model.isPartial) return;
    if (model.groups.some(group => comparing(group).isCompared)) return;
    const stop = journeyOf(model).find(({ call }) => /^(www|proxy)_authorize$/.test(call.name.text));
    if (stop === undefined) return;
    const isRegistration = stop.call.name.text === 'www_authorize';
    const isOld = !isAtLeast(model.version, '3.0');
    const check = isOld
      ? { to: 'db_check_to', from: 'db_check_from' }
      : { to: 'db_is_to_authorized', from: 'db_is_from_authorized' };
    yield {
      place: stop.place,
      span: stop.call.name,
      message: message(
        'Nothing compares the user in the request with the account that the password belongs to.',
        `Every subscriber can ${isRegistration ? 'register' : 'call'} as any other subscriber.`,
        `Call ${isRegistration ? check.to : check.from} after the authorization, or compare $au with ${isRegistration ? '$tU' : '$fU'}.`,
      ),
      fixes: comparisonFix(model, stop.call, isRegistration ? '$tU' : '$fU'),
    };
  },
};

/** A comparison below the `if` that authorizes, as in the default scripts; it needs a function that sends the reply. */
function comparisonFix(model: ScriptModel, call: Call, user: string): readonly Fix[] {
  const reply = ['signaling', 'sl'].find(module => model.modules.has(module));
  if (reply === undefined) return [];
  const code = isAtLeast(model.version, '3.0') ? '403' : '"403"';
  const sender = reply === 'sl' ? 'sl_send_reply' : 'send_reply';
  for (const { uses, place } of bodiesCalling(model, [call.name.text])) {
    const found = uses.ifs.find(
      ({ condition }) => condition !== undefined && callsIn(condition).includes(call),
    );
    if (found === undefined) continue;
    const line = model.project.trees.get(place.uri)?.lines[place.start + found.line] ?? '';
    const indent = /^\s*/.exec(line)?.[0] ?? '';
    const unit = indent.startsWith(' ') ? '    ' : '\t';
    const lines = [`if ($au != ${user}) {`, `${unit}${sender}(${code}, "Forbidden");`, `${unit}exit;`, '}'];
    return [
      {
        title: 'Refuse other users than the one in the credentials',
        edits: [
          {
            span: { line: found.endLine, start: found.end, endLine: found.endLine, end: found.end },
            text: lines.map(one => `\n${indent}${one}`).join(''),
            place,
          },
        ],
      },
    ];
  }
  return [];
}

/** Whether the account is compared with the user in the request. */
const comparing = perGroup(bodies => ({
  isCompared: bodies.some(
    ({ uses }) =>
      uses.calls.some(({ call }) =>
        /^(db_is_to_authorized|db_is_from_authorized|db_check_to|db_check_from|check_to|check_from|db_does_uri_exist|avp_check|db_get_auth_id|does_uri_user_exist|jwt_authorize|aaa_does_uri.*)$/.test(
          call.name.text,
        ),
      ) ||
      uses.comparisons.some(({ left, right }) =>
        [left, right].some(
          side => side.type === 'value' && /\$\(?(au|aU|auth|ad|adu)\b/.test(side.token.text),
        ),
      ),
  ),
}));
