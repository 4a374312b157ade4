import { message } from '../../../../../rules/rule.ts';
import { identifiesOf, isAnonymous, isFoundByName, isGuarded } from '../../model/access.ts';
import { lastOf } from '../../model/object.ts';
import { addingOption } from '../addingOption.ts';
import { atHeader, atValue, type ObjectRule } from '../rule.ts';
import { named } from '../texts.ts';

export const trunkReachableByName: ObjectRule = {
  code: 'pjsip-conf/trunk-reachable-by-name',
  severity: 'warning',
  habit: 'rule',
  family: 'security',
  title: 'Trunk that anyone can use with its name',
  why: 'An endpoint with an identify is meant to be recognized by address. Unless it is set, `identify_by` also contains `username`, so anyone who puts the name of the section in the From header is accepted from any address, without a password. In chan_sip, a peer is not found by name.',
  fix: 'Add `identify_by=ip`.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\naors=alice\n\n[alice]\ntype=aor\nmax_contacts=1\n\n[trunk]\ntype=identify\nendpoint=alice\nmatch=192.0.2.1\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nidentify_by=ip\naors=alice\n\n[alice]\ntype=aor\nmax_contacts=1\n\n[trunk]\ntype=identify\nendpoint=alice\nmatch=192.0.2.1\n',
  types: ['endpoint'],
  on: 'object',
  check(object, model) {
    if (object.loss !== undefined || isAnonymous(object.name) || isGuarded(object)) return undefined;
    const settings = object.settings;
    const [identify] = identifiesOf(model, object.name);
    if (identify === undefined || !isFoundByName(settings)) return undefined;
    const setting = lastOf(settings, 'identify_by');
    const at = setting === undefined ? atHeader(object.entry) : atValue(setting);
    const what = `The ${named(object)} has no auth and is found by its name from any address.`;
    const why = 'Anyone who puts the name in the From header is accepted.';
    const prefix = object.isMade ? 'endpoint/' : '';
    const related = [{ ...atHeader(identify.entry), message: 'This identify sets its addresses.' }];
    return [
      {
        ...at,
        message: message(what, why, `Add ${prefix}identify_by=ip.`),
        related,
        fixes: setting === undefined ? [addingOption(object, `${prefix}identify_by=ip`)] : [],
      },
    ];
  },
};
