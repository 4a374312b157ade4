import { message } from '../../../../rules/rule.ts';
import { bodiesCalling, isCalled } from '../../model/bodies.ts';
import type { Argument, Call } from '../../syntax/syntax.ts';
import { stringValue } from '../../syntax/token.ts';
import type { ScriptRule } from '../rule.ts';

const lookups = ['check_address', 'check_source_address'];

export const anyAddressGroup: ScriptRule = {
  code: 'opensips-cfg/any-address-group',
  severity: 'information',
  family: 'security',
  title: 'Address check that accepts every group',
  why: 'Group 0 means all groups of the `address` table. An address that was listed for another purpose, such as a customer or a monitoring host, passes this check like the gateways that it was meant for.',
  fix: 'Write the number of the group that may pass here, or read the group with `get_source_group` and decide by it.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/db_mysql.so"\nloadmodule "/modules/permissions.so"\nmodparam("permissions", "db_url", "mysql://localhost/opensips")\nroute {\n\tif (!check_source_address(0))\n\t\texit;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/db_mysql.so"\nloadmodule "/modules/permissions.so"\nmodparam("permissions", "db_url", "mysql://localhost/opensips")\nroute {\n\tif (!check_source_address(1))\n\t\texit;\n}\n',
  on: 'script',
  calls: lookups,
  *check(model) {
    if (isCalled(model, 'get_source_group')) return;
    for (const { place, uses } of bodiesCalling(model, lookups)) {
      for (const { call } of uses.calls) {
        const group = groupOf(call);
        if (group === undefined) continue;
        yield {
          place,
          span: group,
          message: message(
            'Group 0 means every group.',
            'Any address in the address table passes here, whatever it was listed for.',
            'Write the number of the group that may pass, unless the table has no other group.',
          ),
        };
      }
    }
  },
};

/** The argument that is group 0 in a lookup of the module permissions (pm_hash_match, GROUP_ANY). */
function groupOf({ name, args }: Call): Argument | undefined {
  if (!lookups.includes(name.text)) return undefined;
  const [group] = args;
  if (group?.kind === 'number') return group.number === 0 ? group : undefined;
  return group?.kind === 'string' && group.token !== undefined && stringValue(group.token) === '0'
    ? group
    : undefined;
}
