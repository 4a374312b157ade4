import { message } from '../../../../../rules/rule.ts';
import type { Branch } from '../../../config/branch.ts';
import { isAtLeast } from '../../../config/branch.ts';
import type { Setting } from '../../../config/entry.ts';
import { isTrue } from '../../../values/truth.ts';
import { allDevices } from '../../model/allDevices.ts';
import { effective } from '../../model/model.ts';
import { atValue, type DeviceRule, type GeneralRule, whom } from '../rule.ts';

const shared = {
  severity: 'warning',
  habit: 'rule',
  family: 'nat',
  why: 'With `directmedia=yes`, the two phones exchange media directly, even if their addresses are private and cannot reach each other. The result is one-way audio or no audio.',
  fix: 'Set `directmedia=no` or `directmedia=nonat`.',
} as const;

const effect = 'Phones then send audio to unreachable addresses.';
const todo = 'Set directmedia=nonat or no.';

export const directMediaBehindNat: DeviceRule = {
  ...shared,
  code: 'sip-conf/direct-media-behind-nat',
  title: 'Direct media for a device configured for NAT',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\nnat=force_rport,comedia\ndirectmedia=yes\n',
  good: '[general]\nnat=force_rport,comedia\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\ndirectmedia=nonat\n',
  on: 'device',
  options: ['directmedia', 'nat'],
  reads: ['nat', 'directmedia'],
  *check(device, general, model) {
    const media = effective(device, general, 'directmedia');
    const nat = effective(device, general, 'nat');
    const own = device.last('directmedia') ?? device.last('nat');
    if (own === undefined || !isInConflict(media, nat, model.branch)) return;
    // A conflict in [general] is one finding there, with the devices that repeat it.
    if (isInConflict(general.last('directmedia'), general.last('nat'), model.branch)) return;
    const what = `Direct media is on for ${whom(device, own)}, which is configured for NAT.`;
    yield { ...atValue(own), message: message(what, effect, todo) };
  },
};

export const generalDirectMediaBehindNat: GeneralRule = {
  ...shared,
  code: 'sip-conf/general-direct-media-behind-nat',
  title: 'Direct media for all devices, which are configured for NAT',
  bad: '[general]\nnat=force_rport,comedia\ndirectmedia=yes\n',
  good: '[general]\nnat=force_rport,comedia\ndirectmedia=nonat\n',
  on: 'general',
  *check(general, model) {
    const media = general.last('directmedia');
    if (media === undefined || !isInConflict(media, general.last('nat'), model.branch)) return;
    const what = 'Direct media is on for devices that are configured for NAT.';
    const repeated = (allDevices(model) ?? []).flatMap(device => {
      const own = device.last('directmedia') ?? device.last('nat');
      const isSame = isInConflict(
        effective(device, general, 'directmedia'),
        effective(device, general, 'nat'),
        model.branch,
      );
      return own !== undefined && isSame ? [own] : [];
    });
    const related = [...new Set(repeated)]
      .slice(0, NAMED_DEVICES)
      .map(line => ({ ...atValue(line), message: 'This line sets it again.' }));
    yield { ...atValue(media), message: message(what, effect, todo), related };
  },
};

/** Maximum number of related lines. */
const NAMED_DEVICES = 20;

function isInConflict(media: Setting | undefined, nat: Setting | undefined, branch: Branch): boolean {
  if (media === undefined || nat === undefined || !isTrue(media.value)) return false;
  const words = nat.value.toLowerCase().split(',');
  return words.includes('yes') || (isAtLeast(branch, '1.8') && words.includes('comedia'));
}
