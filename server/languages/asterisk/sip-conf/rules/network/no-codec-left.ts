import { message } from '../../../../../rules/rule.ts';
import { codecsRemovedBy } from '../../model/codecsInForce.ts';
import { atValue, type DeviceRule, whom } from '../rule.ts';

export const noCodecLeft: DeviceRule = {
  code: 'sip-conf/no-codec-left',
  severity: 'warning',
  family: 'media',
  title: 'Device without a codec',
  why: '`disallow=all` removes every codec, and no later line allows one, so every call is refused with 488. Lines are evaluated in file order.',
  fix: 'Add `allow=` lines after `disallow=all`.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\nallow=alaw\ndisallow=all\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\ndisallow=all\nallow=alaw\n',
  on: 'device',
  options: ['allow', 'disallow'],
  reads: [],
  *check(device) {
    const at = codecsRemovedBy(device);
    if (at === undefined) return;
    const text = message(
      `There is no codec left for ${whom(device, at)}.`,
      'Every call from it is refused with 488.',
      'Add allow lines after this one.',
    );
    yield { ...atValue(at), message: text };
  },
};
