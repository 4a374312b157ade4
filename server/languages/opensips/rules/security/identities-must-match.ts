import { message } from '../../../../rules/rule.ts';
import { isAtLeast } from '../../facts/versions.ts';
import { bodiesCalling } from '../../model/bodies.ts';
import type { ScriptModel } from '../../model/model.ts';
import { parameterValue } from '../../model/parameters.ts';
import type { Call } from '../../syntax/syntax.ts';
import { stringValue } from '../../syntax/token.ts';
import { type Finding, type Fix, replacing, type ScriptRule } from '../rule.ts';

const checks = ['db_is_to_authorized', 'db_is_from_authorized', 'db_check_to', 'db_check_from'];

export const identitiesMustMatch: ScriptRule = {
  code: 'opensips-cfg/identities-must-match',
  severity: 'warning',
  family: 'security',
  title: 'Identity check that refuses devices with a correct password',
  why: 'The subscriber table holds the Auth-ID of a device, with which the password is checked. The SIP User ID in To and From may be another name. `db_check_to` without `use_uri_table` compares the two, so a device with different names gets 403 although its password is right. Since 3.0, `db_is_to_authorized` and `db_is_from_authorized` look for a row with both names in the columns `username` and `uri_user`; the subscriber table has no `uri_user`, so with it they refuse everyone unless `uri_uriuser_column` is set.',
  fix: 'List the pairs of names in the `uri` table and check with it: `db_is_to_authorized("uri")`, before 3.0 with `use_uri_table`. If both names are always the same, set `uri_uriuser_column` to `username`, or compare `$au` with `$tU`.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sl.so"\nloadmodule "/modules/signaling.so"\nloadmodule "/modules/auth.so"\nloadmodule "/modules/db_mysql.so"\nloadmodule "/modules/auth_db.so"\nmodparam("auth_db", "db_url", "mysql://localhost/opensips")\nroute {\n\tif (!www_authorize("", "subscriber")) {\n\t\twww_challenge("", "auth");\n\t\texit;\n\t}\n\tif (!db_is_to_authorized("subscriber")) {\n\t\tsl_send_reply(403, "Forbidden");\n\t\texit;\n\t}\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/sl.so"\nloadmodule "/modules/signaling.so"\nloadmodule "/modules/auth.so"\nloadmodule "/modules/db_mysql.so"\nloadmodule "/modules/auth_db.so"\nmodparam("auth_db", "db_url", "mysql://localhost/opensips")\nroute {\n\tif (!www_authorize("", "subscriber")) {\n\t\twww_challenge("", "auth");\n\t\texit;\n\t}\n\tif (!db_is_to_authorized("uri")) {\n\t\tsl_send_reply(403, "Forbidden");\n\t\texit;\n\t}\n}\n',
  on: 'script',
  calls: checks,
  *check(model) {
    if (model.isPartial) return;
    const tables = tablesOfPasswords(model);
    for (const { uses, place } of bodiesCalling(model, checks)) {
      for (const { call } of uses.calls) {
        const words = isAtLeast(model.version, '3.0') ? byTable(model, call, tables) : byName(model, call);
        if (words === undefined) continue;
        const finding: Finding = { place, span: call.name, ...words };
        yield finding;
      }
    }
  },
};

type Words = Pick<Finding, 'message' | 'severity' | 'fixes'>;

/** The tables that hold passwords: they have no column for a second name. */
function tablesOfPasswords(model: ScriptModel): ReadonlySet<string> {
  const tables = new Set(['subscriber']);
  for (const { uses } of bodiesCalling(model, ['www_authorize', 'proxy_authorize'])) {
    for (const { call } of uses.calls) {
      const table = call.args[1];
      if (
        /^(?:www|proxy)_authorize$/.test(call.name.text) &&
        table?.kind === 'string' &&
        table.token !== undefined
      )
        tables.add(stringValue(table.token));
    }
  }
  return tables;
}

/** check_username in auth_db/checks.c since 3.0. */
function byTable(model: ScriptModel, call: Call, tables: ReadonlySet<string>): Words | undefined {
  if (!/^db_is_(?:to|from)_authorized$/.test(call.name.text)) return undefined;
  const [table] = call.args;
  if (table?.kind !== 'string' || table.token === undefined || !tables.has(stringValue(table.token)))
    return undefined;
  const column = parameterValue(model, 'auth_db', 'uri_uriuser_column')?.value ?? 'uri_user';
  if (column !== 'uri_user') return undefined;
  const name = stringValue(table.token);
  return {
    message: message(
      `\`${call.name.text}("${name}")\` looks for the column \`uri_user\`, which a table of passwords does not have.`,
      'The query fails, so every request is refused, also with the right password.',
      'Use the `uri` table, or set `uri_uriuser_column` to `username` to require that Auth-ID and SIP User ID are the same.',
    ),
    fixes: [...sameColumnFix(model), replacing('Check with the table uri', table.token, '"uri"')],
  };
}

/** uri/checks.c before 3.0. */
function byName(model: ScriptModel, call: Call): Words | undefined {
  if (!/^db_check_(?:to|from)$/.test(call.name.text)) return undefined;
  if (Number(parameterValue(model, 'uri', 'use_uri_table')?.value ?? 0) !== 0) return undefined;
  return {
    severity: 'hint',
    message: sameNames(call),
    fixes: insertedAfterLoad(model, 'uri', 'Check with the table uri', 'modparam("uri", "use_uri_table", 1)'),
  };
}

function sameNames({ name }: Call): string {
  const header = /from/.test(name.text) ? 'From' : 'To';
  return message(
    `\`${name.text}\` requires that the Auth-ID and the SIP User ID in ${header} are the same.`,
    'A device with different names is refused, although its password is right.',
    'If there are such devices, list their names in the `uri` table and check with it.',
  );
}

function sameColumnFix(model: ScriptModel): readonly Fix[] {
  return insertedAfterLoad(
    model,
    'auth_db',
    'Require the same name in both',
    'modparam("auth_db", "uri_uriuser_column", "username")',
  ).map(fix => ({ ...fix, isPreferred: true }));
}

/** A parameter on a line of its own, below the one that loads the module. */
function insertedAfterLoad(model: ScriptModel, module: string, title: string, line: string): readonly Fix[] {
  const loaded = model.modules.get(module);
  const item = loaded === undefined ? undefined : model.items[loaded.position]?.item;
  if (loaded === undefined || item === undefined) return [];
  const end = { line: item.endLine, start: item.end, endLine: item.endLine, end: item.end };
  return [{ title, edits: [{ span: end, text: `\n${line}`, place: loaded.place }] }];
}
