import { message } from '../../../../../rules/rule.ts';
import { canLogIn, restrictsAddresses } from '../../model/access.ts';
import { effective } from '../../model/model.ts';
import { isDeviceWhole } from '../../model/whole.ts';
import { atHeader, type DeviceRule } from '../rule.ts';

export const deviceWithoutSecret: DeviceRule = {
  code: 'sip-conf/device-without-secret',
  severity: 'warning',
  habit: 'rule',
  family: 'security',
  title: 'Device without a password',
  why: 'Without `secret` and `md5secret`, requests are not challenged: anyone who puts the name in the From header can call as this device (user, friend), and anyone who registers with the name gets its calls (dynamic). `remotesecret` is only for outgoing requests. Devices of users.conf (`hassip=yes`) are checked too; their problems are shown at the top of sip.conf.',
  fix: 'Set `secret` or `md5secret`. A trunk that cannot authenticate should be in a `type=peer` with a fixed host and an access list.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
  on: 'device',
  reads: ['context'],
  check(device, general, model) {
    if ((device.last('secret')?.value ?? '') !== '' || (device.last('md5secret')?.value ?? '') !== '')
      return undefined;
    if (!canLogIn(device)) return undefined;
    if (restrictsAddresses(device, model.branch) || !isDeviceWhole(model, device)) return undefined;
    const entry = device.entries.at(-1);
    if (entry === undefined) return undefined;
    const context = effective(device, general, 'context')?.value ?? 'default';
    const what = `"${device.name}" has no secret.`;
    const who = device.isUser
      ? `Anyone who puts this name in the From header can reach the context "${context}"`
      : 'Anyone can register with this name and receive its calls';
    const empty = device.last('secret') ?? device.last('md5secret');
    const remote =
      empty === undefined && device.last('remotesecret') !== undefined
        ? ' The remotesecret protects nothing here.'
        : '';
    return [
      {
        ...atHeader(entry),
        message: message(what, `${who}.${remote}`, 'Set secret or md5secret, or limit the addresses.'),
      },
    ];
  },
};
