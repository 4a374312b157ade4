import { message } from '../../../../rules/rule.ts';
import { type DatabaseUser, databaseUsers, driverOf } from '../../facts/databases.ts';
import { existsIn } from '../../facts/versions.ts';
import { bodiesCalling } from '../../model/bodies.ts';
import type { ScriptModel } from '../../model/model.ts';
import { parameterValues } from '../../model/parameters.ts';
import type { Place } from '../../model/placed.ts';
import { type Span, stringValue } from '../../syntax/token.ts';
import type { Finding, ScriptRule } from '../rule.ts';

export const missingDatabase: ScriptRule = {
  code: 'opensips-cfg/missing-database',
  severity: 'error',
  family: 'start',
  title: 'Function that needs a database, but none is set',
  why: 'Some functions need a database when the server starts, from the URL of their module, a partition, or the global `db_default_url`. If none of these is set, or the driver is not loaded, the server does not start. `opensips -C` does not report it.',
  fix: 'Set `db_url` of the module or the global `db_default_url`, and load the driver, such as `db_mysql.so`.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/permissions.so"\nroute {\n\tif (!check_source_address(1))\n\t\texit;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/db_mysql.so"\nloadmodule "/modules/permissions.so"\nmodparam("permissions", "db_url", "mysql://opensips@localhost/opensips")\nroute {\n\tif (!check_source_address(1))\n\t\texit;\n}\n',
  on: 'script',
  modules: databaseUsers.map(({ module }) => module),
  *check(model) {
    if (!model.isComplete) return;
    for (const user of databaseUsers) {
      if (!model.modules.has(user.module) || !existsIn(model.version, user)) continue;
      if (user.parameters.some(name => parameterValues(model, user.module, name).length > 0)) continue;
      const where = placeOfUse(model, user);
      if (where === undefined) continue;
      const shared = user.ignoresDefaultUrl === true ? undefined : defaultUrlOf(model);
      if (shared === undefined) {
        const [parameter = 'db_url'] = user.parameters;
        const finding: Finding = {
          ...where,
          message: message(
            `\`${where.name}\` needs a database, but \`${user.module}\` has none: ${user.ignoresDefaultUrl === true ? `\`${parameter}\` is not set` : `neither \`${parameter}\` nor \`db_default_url\` is set`}.`,
            '`opensips -C` does not report this, but OpenSIPS does not start.',
            `Set it with \`modparam("${user.module}", "${parameter}", ...)\`.`,
          ),
        };
        yield finding;
        continue;
      }
      const driver = driverOf(shared.url);
      if (driver === undefined || model.modules.has(driver)) continue;
      if ([...model.modules.values()].some(({ facts }) => facts === undefined)) continue;
      yield {
        ...where,
        missingModules: [driver],
        message: message(
          `\`${where.name}\` uses the database in \`db_default_url\`, but its driver \`${driver}\` is not loaded.`,
          '`opensips -C` does not report this, but OpenSIPS does not start.',
          `Add \`loadmodule "${driver}.so"\`.`,
        ),
      };
    }
  },
};

/** The global URL, in the versions that have it. */
function defaultUrlOf(model: ScriptModel): { readonly url: string } | undefined {
  for (const { item } of model.declarations) {
    if (item.type !== 'global' || item.values[0] === undefined) continue;
    if (item.name.text === 'db_default_url') return { url: stringValue(item.values[0]) };
  }
  return undefined;
}

/** The first call that needs the database, or the `loadmodule` of a module that always needs it. */
function placeOfUse(
  model: ScriptModel,
  user: DatabaseUser,
): { readonly place: Place; readonly span: Span; readonly name: string } | undefined {
  if (user.functions === undefined) {
    const loaded = model.modules.get(user.module);
    return loaded === undefined ? undefined : { place: loaded.place, span: loaded.path, name: user.module };
  }
  for (const { uses, place } of bodiesCalling(model, user.functions)) {
    for (const { call } of uses.calls) {
      const name = call.name.text;
      if (!user.functions.includes(name)) continue;
      const first = call.args[0];
      if (user.argument !== undefined) {
        if (first?.kind !== 'string' || first.token === undefined) continue;
        if (!user.argument.test(stringValue(first.token))) continue;
      }
      return { place, span: call.name, name };
    }
  }
  return undefined;
}
