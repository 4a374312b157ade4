import { message } from '../../../../../rules/rule.ts';
import { openListOf } from '../../../companions/accessSummary.ts';
import { accessListsOf, type ObjectAccessList } from '../../model/accessLists.ts';
import { lastValue, type PjsipObject } from '../../model/object.ts';
import { atValue, type ObjectRule } from '../rule.ts';
import { named } from '../texts.ts';

export const accessListAdmitsEverybody: ObjectRule = {
  code: 'pjsip-conf/access-list-admits-everybody',
  severity: 'warning',
  family: 'security',
  title: 'Access list that refuses no one',
  why: 'By default, everyone is allowed, and the last matching line decides. `permit` lines alone therefore restrict nothing; a `deny` line for everyone must come first. The same lines in the opposite order deny everyone.',
  fix: 'Write `deny=0.0.0.0/0` above the `permit` lines, and `deny=::/0` if the server has IPv6.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[lan]\ntype=acl\npermit=192.168.0.0/16\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[lan]\ntype=acl\ndeny=0.0.0.0/0\npermit=192.168.0.0/16\n',
  types: ['endpoint', 'acl'],
  options: ['permit', 'deny', 'contact_permit', 'contact_deny'],
  on: 'object',
  *check(object) {
    if (object.loss !== undefined || object.isMade) return;
    for (const list of accessListsOf(object)) {
      // The usual way to say that everyone is allowed, and meant.
      if (list.lines.length === 1 && list.opening !== undefined) continue;
      const open = openListOf(list, list.prefix);
      // A named list must allow the address as well, and is assumed to refuse some.
      if (open === undefined || (lastValue(object.settings, `${list.prefix}acl`) ?? '') !== '') continue;
      const { line, what, todo } = open;
      yield { ...atValue(line), message: message(what, whyOf(object, list.prefix), todo) };
    }
  },
};

function whyOf(object: PjsipObject, prefix: ObjectAccessList['prefix']): string {
  if (prefix === 'contact_') return 'Phones can register any address.';
  return object.type === 'acl'
    ? 'Requests from every address are accepted.'
    : `Requests as the ${named(object)} are accepted from anywhere.`;
}
