import { loadedDevice } from '../../sip-conf/matching/addressTable.ts';
import type { Device, SipConf } from '../../sip-conf/model/model.ts';

/** Every device that chan_sip loads, in reading order: users.conf is read first. */
export function loadedDevices(model: SipConf): readonly Device[] {
  const keys = new Set([...(model.users?.entries.keys() ?? []), ...model.deviceKeys()]);
  const devices = [...keys].flatMap(key => loadedDevice(model, key) ?? []);
  const rank = (device: Device): readonly [number, number] => [
    isOfUsersConf(device, model) ? 0 : 1,
    device.entries.at(-1)?.ordinal ?? 0,
  ];
  return devices
    .map(device => ({ device, rank: rank(device) }))
    .sort((a, b) => a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1])
    .map(({ device }) => device);
}

/** True for a device whose last section, where its objects are written, is in users.conf. */
export function isOfUsersConf({ entries }: Device, model: SipConf): boolean {
  const last = entries.at(-1);
  return last !== undefined && model.users?.settingsOf(last) !== undefined;
}
