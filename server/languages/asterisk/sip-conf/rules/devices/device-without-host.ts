import { message } from '../../../../../rules/rule.ts';
import type { Device } from '../../model/model.ts';
import { isDeviceWhole } from '../../model/whole.ts';
import { atHeader, atValue, type DeviceRule, type Finding, whom } from '../rule.ts';

export const deviceWithoutHost: DeviceRule = {
  code: 'sip-conf/device-without-host',
  severity: 'warning',
  habit: 'rule',
  family: 'devices',
  title: 'Device without a host',
  why: 'A peer or friend gets its address from `host`: an address, or `dynamic` for a device that registers (build_peer, register_verify). Without it, the server refuses every registration, calls to the device fail, and calls from it are matched only by the name in From, which works only for a friend. A `type=user` cannot register at all, because it is not a peer.',
  fix: 'Set `host=dynamic` for a phone that registers, or `host=` with its address. For an account that registers, use `type=friend` or `type=peer`; for one that only makes calls, use `type=user` without `host`.',
  bad: '[general]\n\n[alice]\ntype=friend\nsecret=Kx7-pq9-Lw2\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
  since: '1.6.2',
  on: 'device',
  reads: [],
  check(device, _general, model) {
    // A device in users.conf has its own host there, or is a phone that users.conf provisions.
    const isOfUsers = device.entries.some(entry => model.users?.settingsOf(entry) !== undefined);
    if (isOfUsers || !isDeviceWhole(model, device)) return undefined;
    const finding = device.isPeer ? withoutHost(device) : dynamicUser(device);
    return finding === undefined ? undefined : [finding];
  },
};

function withoutHost(device: Device): Finding | undefined {
  const entry = device.entries.at(-1);
  if (entry === undefined || device.last('host') !== undefined) return undefined;
  const canBeCalled = (device.last('defaultip')?.value ?? '') !== '';
  // Accounts that only make calls often have type=friend, which does no harm.
  const severity = device.isUser ? 'information' : 'warning';
  const what = `"${device.name}" has no "host".`;
  const calls = canBeCalled ? '' : ' and cannot be called';
  const why = device.isUser
    ? `It cannot register${calls}; it can only make calls with its name in From.`
    : `It cannot register${calls}, and no call is ever matched to it.`;
  const todo = 'Add host=dynamic for a phone that registers, or host= with its address.';
  return { ...atHeader(entry), severity, message: message(what, why, todo) };
}

function dynamicUser(device: Device): Finding | undefined {
  const host = device.last('host');
  if (host === undefined || host.value.toLowerCase() !== 'dynamic') return undefined;
  const text = message(
    `host=dynamic has no effect for ${whom(device, host)}, because type=user cannot register.`,
    'Registrations are refused, and it cannot be called.',
    'Set type=friend, or remove the line for an account that only makes calls.',
  );
  return { ...atValue(host), message: text };
}
