import { message } from '../../../../../rules/rule.ts';
import { isAtLeast } from '../../../config/branch.ts';
import { allDevices } from '../../model/allDevices.ts';
import { deviceHost, deviceTransports } from '../../model/deviceState.ts';
import type { Device, SipConf } from '../../model/model.ts';
import { atValue, type GeneralRule } from '../rule.ts';

export const shadowedPeer: GeneralRule = {
  code: 'sip-conf/shadowed-peer',
  severity: 'warning',
  habit: 'rule',
  family: 'devices',
  title: 'Peer that is never found, because another one has its address',
  why: 'Calls are matched with peers by address and port, and the first one in the file that fits ends the search (find_by_addr). Of two peers with the same address, port and transport the second one never gets an incoming call: its context and its settings do nothing. A friend is still found where From carries its name, which a provider does not write there.',
  fix: 'Make one peer of both, or tell them apart by `port` or `transport`. For several accounts at one provider use the extension of the register line, or `callbackextension`.',
  bad: '[general]\n\n[a]\ntype=peer\nhost=203.0.113.5\n\n[b]\ntype=peer\nhost=203.0.113.5\n',
  good: '[general]\n\n[a]\ntype=peer\nhost=203.0.113.5\n\n[b]\ntype=peer\nhost=203.0.113.6\n',
  since: '1.6.2',
  on: 'general',
  *check(_general, model) {
    const known = new Map<string, Device>();
    for (const device of allDevices(model) ?? []) {
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
            : { related: [{ ...atValue(related), message: `"${first.name}" is found.` }] }),
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
      'The first peer in the file that fits is taken.',
      `Make one peer of both, or tell them apart by port or transport${callback}.`,
    );
  return message(
    `Calls from ${address} find "${first.name}" and not "${device.name}", unless From carries the name "${device.name}".`,
    'Both have this address, and the first one in the file is taken.',
    `Make one device of both, or tell them apart by port${callback}.`,
  );
}

/** A friend with which the server logs in elsewhere; those that call here write their own numbers into From. */
function isProvider(device: Device): boolean {
  const login = (device.last('defaultuser') ?? device.last('fromuser'))?.value;
  return login !== undefined && login.toLowerCase() !== device.key;
}
