import type { Device, General } from '../../model/model.ts';
import { isDeviceWhole, isGeneralWhole } from '../../model/whole.ts';
import { type DeviceRule, type Finding, whom } from '../rule.ts';
import { withoutEffect } from './withoutEffect.ts';

export const deviceOptionWithoutEffect: DeviceRule = {
  code: 'sip-conf/device-option-without-effect',
  severity: 'information',
  habit: 'message',
  family: 'options',
  title: 'Device option without effect in this combination',
  why: 'Some options have an effect only together with another one. `port` and `defaultip` apply to different kinds of devices, a `type=user` has no address at all, and `regexten` needs `regcontext` in [general].',
  fix: 'Remove the line, or set the option that it depends on.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\nport=5070\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=192.0.2.7\nsecret=Kx7-pq9-Lw2\nport=5070\n',
  on: 'device',
  options: ['port', 'defaultip', 'host', 'regexten'],
  reads: ['regcontext'],
  check(device, general, model) {
    if (!isDeviceWhole(model, device) || !isGeneralWhole(model)) return undefined;
    let found: Finding[] | undefined;
    for (const { name, isIdle, reason } of dependencies) {
      const setting = device.last(name);
      if (setting === undefined || setting.value === '' || !isIdle(device, general)) continue;
      const what = `"${setting.option.name}" has no effect for ${whom(device, setting)}, because ${reason}.`;
      found ??= [];
      found.push(withoutEffect(setting, what));
    }
    return found;
  },
};

interface Dependency {
  readonly name: string;
  readonly isIdle: (device: Device, general: General) => boolean;
  readonly reason: string;
}

const registers = (device: Device): boolean => device.last('host')?.value.toLowerCase() === 'dynamic';
const isOnlyUser = (device: Device): boolean => device.isUser && !device.isPeer;
const addressOfUser = 'a type=user is found only by name, and cannot be called';

const dependencies: readonly Dependency[] = [
  {
    name: 'port',
    isIdle: device => device.isPeer && registers(device) && device.last('defaultip') === undefined,
    reason: 'the device registers, and its port comes from the registration',
  },
  {
    name: 'defaultip',
    isIdle: device => device.isPeer && device.last('host') !== undefined && !registers(device),
    reason: 'it replaces a registered address, and this device has a fixed host',
  },
  { name: 'host', isIdle: device => isOnlyUser(device) && !registers(device), reason: addressOfUser },
  { name: 'port', isIdle: isOnlyUser, reason: addressOfUser },
  { name: 'defaultip', isIdle: isOnlyUser, reason: addressOfUser },
  {
    name: 'regexten',
    isIdle: (_device, general) => (general.last('regcontext')?.value ?? '') === '',
    reason: '"regcontext" is not set in [general]',
  },
];
