import { message } from '../../../../../rules/rule.ts';
import { isAtLeast } from '../../../config/branch.ts';
import { restrictsAddresses } from '../../model/access.ts';
import { atLine, type DeviceRule } from '../rule.ts';

export const accessListGivesNameAway: DeviceRule = {
  code: 'sip-conf/access-list-gives-name-away',
  severity: 'hint',
  family: 'security',
  title: 'Access list of a device that is found by name',
  why: 'An INVITE with this name from another address immediately gets 403, while an unknown name is challenged (or accepted as a guest). Anyone guessing names can tell that this one exists, even with `alwaysauthreject=yes`.',
  fix: 'Use a name that is hard to guess, or block unknown addresses with the firewall.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\ndeny=0.0.0.0/0\npermit=192.168.0.0/16\n',
  good: '[general]\n\n[alice]\ntype=peer\nhost=192.168.3.4\nsecret=Kx7-pq9-Lw2\ndeny=0.0.0.0/0\npermit=192.168.0.0/16\n',
  on: 'device',
  options: ['permit', 'deny', 'acl'],
  reads: [],
  *check(device, _general, model) {
    if (!device.isUser || !isAtLeast(model.branch, '1.6.2') || !restrictsAddresses(device, model.branch))
      return;
    const own = device.settings.find(
      ({ option, entry }) => ['permit', 'deny', 'acl'].includes(option.key) && device.entries.includes(entry),
    );
    if (own === undefined) return;
    const what = `The access list reveals that "${device.name}" exists.`;
    const why = 'Refused addresses immediately get 403, while unknown names are challenged.';
    yield {
      ...atLine(own.place, own.line),
      message: message(what, why, 'Use a name that is hard to guess, or a firewall.'),
    };
  },
};
