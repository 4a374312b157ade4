import { message } from '../../../../../rules/rule.ts';
import { isAtLeast } from '../../../config/branch.ts';
import { devicesWithAddress } from '../../model/allDevices.ts';
import { deviceHost, deviceTransports } from '../../model/deviceState.ts';
import type { Device, SipConf } from '../../model/model.ts';
import { atValue, type GeneralRule } from '../rule.ts';

export const shadowedPeer: GeneralRule = {
  code: 'sip-conf/shadowed-peer',
  severity: 'warning',
  habit: 'rule',
  family: 'devices',
  title: 'Peer that is never found because another one has its address',
  why: 'Calls are matched with peers by address and port, and the first match in the file ends the search (find_by_addr). Of two peers with the same address, port and transport, the second one never gets an incoming call, so its context and other settings have no effect. A friend is still found if its name is in From, but a provider does not send that name.',
  fix: 'Merge the two peers, or set different values of `port` or `transport`. For several accounts with one provider, use the extension of the register line, or `callbackextension`.',
  bad: '[general]\n\n[a]\ntype=peer\nhost=203.0.113.5\n\n[b]\ntype=peer\nhost=203.0.113.5\n',
  good: '[general]\n\n[a]\ntype=peer\nhost=203.0.113.5\n\n[b]\ntype=peer\nhost=203.0.113.6\n',
  since: '1.6.2',
  on: 'general',
  *check(_general, model) {
    const known = new Map<string, Device>();
    for (const device of devicesWithAddress(model)) {
      if (!device.isPeer) continue;
      const host = deviceHost(device, model, undefined);
      const where = host.address ?? host.unknownName?.toLowerCase();
      if (host.isDynamic || where === undefined) continue;
      if (device.last('callbackextension') !== undefined) continue;
      for (const transport of deviceTransports(device, model).allowed) {
        const key = `${where} ${host.port} ${transport}`;
        const first = known.get(key);
        if (first === undefined) {
          known.set(key, device);
          continue;
        }
        const line = host.addressLine;
        if (line === undefined || !device.entries.includes(line.entry)) break;
        const related = deviceHost(first, model, undefined).addressLine;
        yield {
          ...atValue(line),
          ...(device.isUser && !isProvider(device) ? { severity: 'information' } : {}),
          message: textOf(device, first, `${where}:${host.port}`, model),
          ...(related === undefined
            ? {}
            : { related: [{ ...atValue(related), message: `The server finds "${first.name}".` }] }),
        };
        break;
      }
    }
  },
};

function textOf(device: Device, first: Device, address: string, model: SipConf): string {
  const callback = isAtLeast(model.branch, '11') ? ', or set callbackextension' : '';
  if (!device.isUser)
    return message(
      `"${device.name}" never gets an incoming call: "${first.name}" has the same address (${address}).`,
      'The server uses the first matching peer in the file.',
      `Merge the two peers, or set different ports or transports${callback}.`,
    );
  return message(
    `Calls from ${address} are matched to "${first.name}" and not to "${device.name}", unless the name in From is "${device.name}".`,
    'Both have this address, and the server uses the first one in the file.',
    `Merge the two devices, or set different ports${callback}.`,
  );
}

/** A friend for logging in to another server; devices that call this server send their own numbers in From. */
function isProvider(device: Device): boolean {
  const login = (device.last('defaultuser') ?? device.last('fromuser'))?.value;
  return login !== undefined && login.toLowerCase() !== device.key;
}
