import { message } from '../../../../../rules/rule.ts';
import { deviceAccess, deviceHost } from '../../model/deviceState.ts';
import { isDeviceWhole } from '../../model/whole.ts';
import { atValue, type DeviceRule } from '../rule.ts';

export const accessListRefusesOwnHost: DeviceRule = {
  code: 'sip-conf/access-list-refuses-own-host',
  severity: 'warning',
  family: 'access',
  title: "Access list that refuses the device's own address",
  why: 'Calls from the address in `host` are matched to the device, and then its access list is checked (check_peer_ok). If the list does not allow that address, each of these calls gets 403.',
  fix: 'Add the address to the `permit` lines, or correct `host`.',
  bad: '[general]\n\n[prov]\ntype=peer\nhost=203.0.113.5\ndeny=0.0.0.0/0\npermit=198.51.100.0/24\n',
  good: '[general]\n\n[prov]\ntype=peer\nhost=203.0.113.5\ndeny=0.0.0.0/0\npermit=203.0.113.0/24\n',
  since: '1.6.2',
  on: 'device',
  options: ['permit'],
  reads: [],
  *check(device, _general, model) {
    if (!device.isPeer || !isDeviceWhole(model, device)) return;
    const { isDynamic, address, addressLine } = deviceHost(device, model, undefined);
    if (isDynamic || address === undefined || addressLine === undefined) return;
    const access = deviceAccess(device, address, model);
    const line = access.lines.findLast(candidate => candidate !== undefined);
    // Another rule reports a list that refuses everyone.
    if (
      access.isAllowed ||
      line === undefined ||
      !device.settings.some(({ option }) => option.key === 'permit')
    )
      return;
    const text = message(
      `The access list of "${device.name}" refuses its own address ${address}.`,
      'Calls from there get 403.',
      'Add the address to the permit lines, or correct host.',
    );
    yield {
      ...atValue(addressLine),
      message: text,
      related: [{ ...atValue(line), message: 'This line decides.' }],
    };
  },
};
