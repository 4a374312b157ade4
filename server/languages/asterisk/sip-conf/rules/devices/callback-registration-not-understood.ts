import { message } from '../../../../../rules/rule.ts';
import { parseRegister } from '../../facts/registerLine.ts';
import { callbackRegisterLine } from '../../model/registrations.ts';
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
  options: ['callbackextension'],
  reads: [],
  isIndividual: true,
  *check(device, _general, model) {
    const setting = device.last('callbackextension');
    const line = callbackRegisterLine(device, model.branch);
    if (setting === undefined || line === undefined || parseRegister(line, model.branch).accepted) return;
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
