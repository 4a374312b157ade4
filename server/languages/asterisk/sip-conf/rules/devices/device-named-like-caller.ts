import { message } from '../../../../../rules/rule.ts';
import { allDevices, devicesWithAddress } from '../../model/allDevices.ts';
import { deviceHost } from '../../model/deviceState.ts';
import type { Device, SipConf } from '../../model/model.ts';
import { registersWith } from '../../model/registrations.ts';
import { atHeader, type GeneralRule } from '../rule.ts';

/** Maximum number of devices listed with the first one. */
const NAMED_DEVICES = 20;

export const deviceNamedLikeCaller: GeneralRule = {
  code: 'sip-conf/device-named-like-caller',
  severity: 'information',
  family: 'devices',
  title: 'Device that matches calls from elsewhere with its number',
  why: "An INVITE is first matched by the name in From, and then by its address (check_peer_ok). If another PBX or a gateway sends the caller's number in From, and that number is the name of a user or friend, the call is matched to that device: it is challenged for the device's secret, or gets the device's context. The server never looks up the peer that the call comes from.",
  fix: 'Use device names that are not numbers, or set `type=peer`, which is never found by the name in From.',
  bad: '[general]\n\n[203]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n\n[branch]\ntype=peer\nhost=198.51.100.9\n',
  good: '[general]\n\n[203]\ntype=peer\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n\n[branch]\ntype=peer\nhost=198.51.100.9\n',
  on: 'general',
  *check(_general, model) {
    const trunk = devicesWithAddress(model).find(device => isExchange(device, model));
    if (trunk === undefined) return;
    const devices = allDevices(model) ?? [];
    const named = devices.filter(device => device.isUser && /^\d{2,6}$/.test(device.name));
    const [first, ...others] = named;
    const entry = first?.entries.at(-1);
    if (first === undefined || entry === undefined) return;
    const count = others.length === 0 ? '' : ` The same applies to ${others.length} more numbers.`;
    const text = message(
      `A call from "${trunk.name}" with the caller number ${first.name} is matched to the device "${first.name}".${count}`,
      'The server looks up the name in From before the address, so the call is challenged, or gets the wrong context.',
      'If the numbers can be the same, use different device names, or type=peer.',
    );
    const at = trunk.entries.at(-1);
    const related = [
      ...(at === undefined ? [] : [{ ...atHeader(at), message: 'The calls come from this peer.' }]),
      ...others.slice(0, NAMED_DEVICES).flatMap(({ entries }) => {
        const other = entries.at(-1);
        return other === undefined ? [] : [{ ...atHeader(other), message: 'This device is also affected.' }];
      }),
    ];
    yield { ...atHeader(entry), message: text, related };
  },
};

/** Another PBX or a gateway, whose callers may have short numbers; a provider, which requires a login, sends full numbers. */
function isExchange(device: Device, model: SipConf): boolean {
  if (!device.isPeer || device.isUser || loginOptions.some(name => device.last(name) !== undefined))
    return false;
  const host = deviceHost(device, model, undefined);
  if (host.isDynamic || host.hostLine === undefined) return false;
  return (host.address ?? host.unknownName) !== undefined && !registersWith(device, host, model);
}

const loginOptions = [
  ...['secret', 'remotesecret', 'md5secret'],
  ...['defaultuser', 'fromuser', 'callbackextension'],
];
