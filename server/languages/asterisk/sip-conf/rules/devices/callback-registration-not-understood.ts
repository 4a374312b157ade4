import { message } from '../../../../../rules/rule.ts';
import type { Branch } from '../../../config/branch.ts';
import { isAtLeast } from '../../../config/branch.ts';
import { parseRegister } from '../../facts/registerLine.ts';
import type { Device } from '../../model/model.ts';
import { atValue, type DeviceRule, whom } from '../rule.ts';

export const callbackRegistrationNotUnderstood: DeviceRule = {
  code: 'sip-conf/callback-registration-not-understood',
  severity: 'error',
  family: 'registration',
  title: 'Invalid registration from callbackextension',
  why: 'The server builds a register line from the name, user, secret, host and callbackextension of the device. An `@` in callbackextension, or a slash in a secret, makes that line invalid: the server logs a warning and does not register.',
  fix: 'Use a plain extension, or a `register` line with the secret in double quotation marks.',
  bad: '[general]\n\n[trunk]\ntype=peer\nhost=192.0.2.10\ndefaultuser=alice\nsecret=Kx7-pq9-Lw2\ncallbackextension=100@trunk\n',
  good: '[general]\n\n[trunk]\ntype=peer\nhost=192.0.2.10\ndefaultuser=alice\nsecret=Kx7-pq9-Lw2\ncallbackextension=100\n',
  since: '1.6.2',
  on: 'device',
  reads: [],
  *check(device, _general, model) {
    const setting = device.last('callbackextension');
    if (setting === undefined || setting.value === '') return;
    if (parseRegister(registerLineOf(device, setting.value, model.branch), model.branch).accepted) return;
    yield {
      ...atValue(setting),
      message: message(
        `The registration for ${whom(device, setting)} is invalid.`,
        'The server logs a warning and does not register.',
        'Use a plain extension, or a register line.',
      ),
    };
  },
};

/** What build_peer hands to sip_register. */
function registerLineOf(device: Device, extension: string, branch: Branch): string {
  const value = (name: string): string => device.last(name)?.value ?? '';
  const user = value('defaultuser');
  const host = value('host').toLowerCase() === 'dynamic' ? '' : value('host');
  const secret = value('remotesecret') || value('secret');
  const credentials = isAtLeast(branch, '16')
    ? `${value('fromuser') || user}:${secret}:${user}`
    : `${user}:${secret}`;
  return `${device.name}?${credentials}@${host}/${extension}`;
}
