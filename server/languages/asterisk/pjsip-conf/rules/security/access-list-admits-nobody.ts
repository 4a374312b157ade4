import { message } from '../../../../../rules/rule.ts';
import { accessListsOf } from '../../model/accessLists.ts';
import { atValue, type ObjectRule } from '../rule.ts';
import { named } from '../texts.ts';

export const accessListAdmitsNobody: ObjectRule = {
  code: 'pjsip-conf/access-list-admits-nobody',
  severity: 'warning',
  family: 'security',
  title: 'Access list that refuses everyone',
  why: 'The list denies everyone and no later line permits anyone. Lines are evaluated in file order, and the last match decides. In an acl object, this means 403 for every request; in an endpoint, its callers are treated as unknown ones.',
  fix: 'Add `permit` lines below the `deny` line.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[lan]\ntype=acl\npermit=192.168.0.0/16\ndeny=0.0.0.0/0\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[lan]\ntype=acl\ndeny=0.0.0.0/0\npermit=192.168.0.0/16\n',
  types: ['endpoint', 'acl'],
  options: ['permit', 'deny', 'contact_permit', 'contact_deny'],
  on: 'object',
  *check(object) {
    if (object.loss !== undefined || object.isMade) return;
    for (const { lines, admitsNobody, prefix } of accessListsOf(object)) {
      const last = lines.at(-1);
      if (last === undefined || !admitsNobody) continue;
      const why =
        object.type === 'acl'
          ? 'Every request to the server is answered with 403.'
          : `Every request from the ${named(object)} is refused.`;
      const todo = lines.some(({ option }) => option.key === `${prefix}permit`)
        ? `Move the ${prefix}permit lines below it: the last line that matches decides.`
        : `Add ${prefix}permit lines below the ${prefix}deny line.`;
      yield { ...atValue(last), message: message('This access list refuses everyone.', why, todo) };
    }
  },
};
