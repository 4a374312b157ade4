import { message } from '../../../../../rules/rule.ts';
import { weaknessOf } from '../../../values/weakPassword.ts';
import { canLogIn } from '../../model/access.ts';
import { atValue, type DeviceRule, whom } from '../rule.ts';

export const weakSecret: DeviceRule = {
  code: 'sip-conf/weak-secret',
  severity: 'warning',
  habit: 'rule',
  family: 'security',
  title: 'Secret that is soon guessed',
  why: 'Scanners try the device name, short numbers and common words within minutes. Who has the secret calls at your cost.',
  fix: 'Use at least twelve random characters that are not the name.',
  bad: '[general]\n\n[100]\ntype=friend\nhost=dynamic\nsecret=100\n',
  good: '[general]\n\n[100]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2-v\n',
  on: 'device',
  reads: [],
  *check(device) {
    const setting = device.last('secret');
    if (setting === undefined || setting.value === '' || (device.last('md5secret')?.value ?? '') !== '')
      return;
    if (!canLogIn(device)) return;
    const fault = weaknessOf(setting.value.toLowerCase(), device.key);
    if (fault === undefined) return;
    const what = `The secret of ${whom(device, setting)} ${fault}.`;
    yield {
      ...atValue(setting),
      message: message(
        what,
        'Scanners find it within minutes and call at your cost.',
        'Use twelve or more random characters.',
      ),
    };
  },
};
