import { message } from '../../../rules/rule.ts';
import { isAtLeast, isTrue } from '../facts.ts';
import { effective } from '../model.ts';
import { atValue, type DeviceRule } from '../rule.ts';

export const directMediaBehindNat: DeviceRule = {
  code: 'sip-conf/direct-media-behind-nat',
  severity: 'warning',
  family: 'nat',
  title: 'Direct media for a device that is said to be behind NAT',
  why: '`directmedia=yes` lets the server hand the sound over to the two phones, also when their addresses are private and not reachable for each other: one-way sound, or none.',
  fix: 'Set `directmedia=no` or `directmedia=nonat`.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\nnat=force_rport,comedia\ndirectmedia=yes\n',
  good: '[general]\nnat=force_rport,comedia\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\ndirectmedia=nonat\n',
  on: 'device',
  reads: ['nat', 'directmedia'],
  *check(device, general, model) {
    const media = effective(device, general, 'directmedia');
    const nat = effective(device, general, 'nat');
    if (media === undefined || nat === undefined || !isTrue(media.value)) return;
    const words = nat.value.toLowerCase().split(',');
    const isBehind = words.includes('yes') || (isAtLeast(model.branch, '1.8') && words.includes('comedia'));
    if (!isBehind) return;
    const own = [media, nat].find(setting => device.entries.includes(setting.entry));
    if (own === undefined) return;
    const what = `"${device.name}" is behind NAT and has direct media as well.`;
    yield {
      ...atValue(own),
      message: message(
        what,
        'Phones then send sound to addresses that cannot be reached.',
        'Set directmedia=nonat or no.',
      ),
    };
  },
};
