import { message } from '../../../../../rules/rule.ts';
import { isAtLeast } from '../../../config/branch.ts';
import { restrictsAddresses } from '../../model/access.ts';
import { atLine, type DeviceRule } from '../rule.ts';

export const accessListGivesNameAway: DeviceRule = {
  code: 'sip-conf/access-list-gives-name-away',
  severity: 'hint',
  family: 'security',
  title: 'Access list of a device that is found by name',
  why: 'An INVITE under this name from a foreign address is answered with 403 at once, while an unknown name gets a challenge (or is taken as a guest). Someone who tries names so learns that this one exists, also with `alwaysauthreject=yes`.',
  fix: 'Use a name that cannot be guessed, or keep strangers out with the firewall.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\ndeny=0.0.0.0/0\npermit=192.168.0.0/16\n',
  good: '[general]\n\n[alice]\ntype=peer\nhost=192.168.3.4\nsecret=Kx7-pq9-Lw2\ndeny=0.0.0.0/0\npermit=192.168.0.0/16\n',
  on: 'device',
  reads: [],
  *check(device, _general, model) {
    if (!device.isUser || !isAtLeast(model.branch, '1.6.2') || !restrictsAddresses(device)) return;
    const own = device.settings.find(
      ({ option, entry }) => ['permit', 'deny', 'acl'].includes(option.key) && device.entries.includes(entry),
    );
    if (own === undefined) return;
    const what = `The access list shows strangers that "${device.name}" exists.`;
    const why = 'They get 403 at once, while unknown names are challenged.';
    yield {
      ...atLine(own.place, own.line),
      message: message(what, why, 'Use a name that cannot be guessed, or a firewall.'),
    };
  },
};
