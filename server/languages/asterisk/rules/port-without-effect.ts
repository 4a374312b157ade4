import { message } from '../../../rules/rule.ts';
import { atName, type DeviceRule } from '../rule.ts';

export const portWithoutEffect: DeviceRule = {
  code: 'sip-conf/port-without-effect',
  severity: 'information',
  family: 'options',
  title: 'Port of a device that registers',
  why: 'With `host=dynamic` the address and port come from the registration; `port` then only counts together with `defaultip`, for calls to the device while it is not registered.',
  fix: 'Take the line away, or give the device a fixed host.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\nport=5070\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=192.0.2.7\nsecret=Kx7-pq9-Lw2\nport=5070\n',
  on: 'device',
  reads: [],
  *check(device) {
    const port = device.last('port');
    if (port === undefined || device.last('host')?.value.toLowerCase() !== 'dynamic') return;
    if (device.last('defaultip') !== undefined || !device.entries.includes(port.entry)) return;
    const what = 'The device registers, so its port comes from the registration.';
    yield {
      ...atName(port),
      message: message(what, 'This line does nothing.', 'Take it away.'),
      tag: 'unnecessary',
    };
  },
};
