import { message } from '../../../../../rules/rule.ts';
import { allDevices } from '../../model/allDevices.ts';
import { deviceHost, deviceTransports } from '../../model/deviceState.ts';
import type { Device } from '../../model/model.ts';
import { atValue, type GeneralRule } from '../rule.ts';

export const shadowedPeer: GeneralRule = {
  code: 'sip-conf/shadowed-peer',
  severity: 'warning',
  family: 'devices',
  title: 'Peer that is never found, because another one has its address',
  why: 'Calls are matched with peers by address and port, and the first one in the file that fits ends the search (find_by_addr). Of two peers with the same address, port and transport the second one never gets an incoming call: its context and its settings do nothing.',
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
        if (line === undefined || device.isUser || !device.entries.includes(line.entry)) break;
        const text = message(
          `"${device.name}" never gets an incoming call: "${first.name}" has the same address (${where}:${host.port}).`,
          'The first peer in the file that fits is taken.',
          'Make one peer of both, or tell them apart by port or transport.',
        );
        const related = deviceHost(first, model, undefined).addressLine;
        yield {
          ...atValue(line),
          message: text,
          ...(related === undefined
            ? {}
            : { related: [{ ...atValue(related), message: `"${first.name}" is found.` }] }),
        };
        break;
      }
    }
  },
};
