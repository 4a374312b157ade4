import { message } from '../../../../../rules/rule.ts';
import type { Device } from '../../model/model.ts';
import { isDeviceWhole } from '../../model/whole.ts';
import { atHeader, atValue, type DeviceRule, type Finding, whom } from '../rule.ts';

export const deviceWithoutHost: DeviceRule = {
  code: 'sip-conf/device-without-host',
  severity: 'warning',
  habit: 'rule',
  family: 'devices',
  title: 'Device that no registration and no address leads to',
  why: 'A peer or friend gets its address from `host`: an address that is written there, or `dynamic` for one that registers (build_peer, register_verify). Without it the server refuses every registration, calls to the device fail, and calls from it are found by the name in From alone, which only works for a friend. A `type=user` cannot register at all: it is not a peer.',
  fix: 'Set `host=dynamic` for a phone that registers, or `host=` with its address. For an account that registers use `type=friend` or `type=peer`; for one that only calls in, `type=user` without `host`.',
  bad: '[general]\n\n[alice]\ntype=friend\nsecret=Kx7-pq9-Lw2\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
  since: '1.6.2',
  on: 'device',
  reads: [],
  *check(device, _general, model) {
    // What users.conf adds has a host of its own there, or is a phone that it provisions.
    const isOfUsers = device.entries.some(entry => model.users?.settingsOf(entry) !== undefined);
    if (isOfUsers || !isDeviceWhole(model, device)) return;
    const finding = device.isPeer ? withoutHost(device) : dynamicUser(device);
    if (finding !== undefined) yield finding;
  },
};

function withoutHost(device: Device): Finding | undefined {
  const entry = device.entries.at(-1);
  if (entry === undefined || device.last('host') !== undefined) return undefined;
  const canBeCalled = (device.last('defaultip')?.value ?? '') !== '';
  // Accounts that only call in are often made friends, and it does no harm.
  const severity = device.isUser ? 'information' : 'warning';
  const what = `"${device.name}" has no "host".`;
  const calls = canBeCalled ? '' : ' and cannot be called';
  const why = device.isUser
    ? `It cannot register${calls}; it can only call in under its name.`
    : `It cannot register${calls}, and no call is ever found to be from it.`;
  const todo = 'Add host=dynamic for a phone that registers, or host= with its address.';
  return { ...atHeader(entry), severity, message: message(what, why, todo) };
}

function dynamicUser(device: Device): Finding | undefined {
  const host = device.last('host');
  if (host === undefined || host.value.toLowerCase() !== 'dynamic') return undefined;
  const text = message(
    `host=dynamic has no effect for ${whom(device, host)}: type=user cannot register.`,
    'Registrations are refused, and it cannot be called.',
    'Set type=friend, or remove the line for an account that only calls in.',
  );
  return { ...atValue(host), message: text };
}
