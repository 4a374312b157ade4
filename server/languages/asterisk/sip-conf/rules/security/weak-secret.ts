import { message } from '../../../../../rules/rule.ts';
import { commonPasswords } from '../../../../../text/commonPasswords.ts';
import { canLogIn } from '../../model/access.ts';
import { atValue, type DeviceRule, whom } from '../rule.ts';

export const weakSecret: DeviceRule = {
  code: 'sip-conf/weak-secret',
  severity: 'warning',
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
    const fault = faultOf(setting.value.toLowerCase(), device.key);
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

const SHORTEST = 8;

function faultOf(secret: string, name: string): string | undefined {
  if (secret === name) return 'is the name of the device';
  if (commonPasswords.has(secret)) return 'is one of the most common passwords';
  if (name.length > 2 && secret.startsWith(name) && secret.length - name.length < 4)
    return 'is little more than the name';
  if (secret.length < SHORTEST) return `has fewer than ${SHORTEST} characters`;
  if (/^(.)\1*$/.test(secret)) return 'is one character repeated';
  return undefined;
}
