import { message } from '../../../../../rules/rule.ts';
import { atoi } from '../../../values/integers.ts';
import { isDeviceWhole } from '../../model/whole.ts';
import { atName, type DeviceRule, whom } from '../rule.ts';

export const busylevelWithoutCallLimit: DeviceRule = {
  code: 'sip-conf/busylevel-without-call-limit',
  severity: 'warning',
  habit: 'rule',
  family: 'devices',
  title: '`busylevel` without `call-limit`',
  why: 'The server counts the calls of a device only if it has a `call-limit`. Without one, it never reports the device as busy, whatever `busylevel` is (sip_devicestate).',
  fix: 'Add `call-limit` with a number higher than `busylevel`.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\nbusylevel=1\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\nbusylevel=1\ncall-limit=10\n',
  on: 'device',
  options: ['busylevel'],
  reads: ['callcounter'],
  *check(device, general, model) {
    const level = device.last('busylevel');
    if (level === undefined || atoi(level.value) <= 0 || !isDeviceWhole(model, device)) return;
    const limit = device.last('call-limit');
    const counter = device.last('callcounter') ?? general.last('callcounter');
    if ((limit !== undefined && atoi(limit.value) > 0) || counter !== undefined) return;
    const text = message(
      `busylevel has no effect for ${whom(device, level)} without call-limit.`,
      'The server does not count the calls, so the device is never shown as busy.',
      'Add call-limit with a higher number.',
    );
    yield { ...atName(level), message: text };
  },
};
