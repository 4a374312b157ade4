import { message } from '../../../../../rules/rule.ts';
import { accessSummary } from '../../model/access.ts';
import { atValue, type DeviceRule, whom } from '../rule.ts';

export const accessListAdmitsNobody: DeviceRule = {
  code: 'sip-conf/access-list-admits-nobody',
  severity: 'warning',
  family: 'access',
  title: 'Access list that refuses everyone',
  why: 'The list denies everyone and no later line permits anyone, so every call and registration is refused. Lines are evaluated in file order, and the last match decides.',
  fix: 'Add `permit` lines below the `deny` line.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\npermit=192.168.0.0/16\ndeny=0.0.0.0/0\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\ndeny=0.0.0.0/0\npermit=192.168.0.0/16\n',
  on: 'device',
  options: ['permit', 'deny'],
  reads: [],
  *check(device) {
    const { lines, admitsNobody } = accessSummary(device);
    const last = lines.at(-1);
    if (last === undefined || !admitsNobody) return;
    const what = 'This access list refuses everyone.';
    yield {
      ...atValue(last),
      message: message(
        what,
        `Every request from ${whom(device, last)} is refused.`,
        lines.some(({ option }) => option.key === 'permit')
          ? 'Move the permit lines below it: the last line that matches decides.'
          : 'Add permit lines below the deny line.',
      ),
    };
  },
};
