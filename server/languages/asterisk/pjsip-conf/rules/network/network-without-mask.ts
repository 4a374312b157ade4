import { networksWithoutMask, withoutMask } from '../../../companions/networkWithoutMask.ts';
import type { ObjectRule } from '../rule.ts';

const options = ['permit', 'deny', 'contact_permit', 'contact_deny', 'local_net', 'match'];

export const networkWithoutMask: ObjectRule = {
  code: 'pjsip-conf/network-without-mask',
  severity: 'warning',
  family: 'network',
  ...withoutMask,
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\nlocal_net=192.168.1.0\nexternal_signaling_address=203.0.113.5\nexternal_media_address=203.0.113.5\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\nlocal_net=192.168.1.0/24\nexternal_signaling_address=203.0.113.5\nexternal_media_address=203.0.113.5\n',
  types: ['acl', 'endpoint', 'identify', 'transport'],
  options,
  on: 'object',
  *check({ settings, isMade }) {
    if (isMade) return;
    for (const setting of settings)
      if (options.includes(setting.option.key)) yield* networksWithoutMask(setting, true);
  },
};
