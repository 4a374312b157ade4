import { message } from '../../../../../rules/rule.ts';
import { deviceAccess, deviceHost } from '../../model/deviceState.ts';
import { isDeviceWhole } from '../../model/whole.ts';
import { atValue, type DeviceRule } from '../rule.ts';

export const accessListRefusesOwnHost: DeviceRule = {
  code: 'sip-conf/access-list-refuses-own-host',
  severity: 'warning',
  family: 'access',
  title: 'Access list that keeps out the address of the device itself',
  why: 'Calls from the address in `host` find the device, and then its access list is asked (check_peer_ok). When the list does not admit that address, each of these calls is refused with 403.',
  fix: 'Add the address to the `permit` lines, or correct `host`.',
  bad: '[general]\n\n[prov]\ntype=peer\nhost=203.0.113.5\ndeny=0.0.0.0/0\npermit=198.51.100.0/24\n',
  good: '[general]\n\n[prov]\ntype=peer\nhost=203.0.113.5\ndeny=0.0.0.0/0\npermit=203.0.113.0/24\n',
  since: '1.6.2',
  on: 'device',
  reads: [],
  *check(device, _general, model) {
    if (!device.isPeer || !isDeviceWhole(model, device)) return;
    const { isDynamic, address, addressLine } = deviceHost(device, model, undefined);
    if (isDynamic || address === undefined || addressLine === undefined) return;
    const access = deviceAccess(device, address, model);
    const line = access.lines.findLast(candidate => candidate !== undefined);
    // A list that keeps everybody out has a finding of its own.
    if (
      access.isAllowed ||
      line === undefined ||
      !device.settings.some(({ option }) => option.key === 'permit')
    )
      return;
    const text = message(
      `The access list of "${device.name}" keeps out its own address ${address}.`,
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
