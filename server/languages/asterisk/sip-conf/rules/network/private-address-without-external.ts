import { message } from '../../../../../rules/rule.ts';
import { isPrivateAddress } from '../../../../../sip/sdp.ts';
import { parseRegister } from '../../facts/registerLine.ts';
import { allDevices } from '../../model/allDevices.ts';
import { deviceHost } from '../../model/deviceState.ts';
import type { SipConf } from '../../model/model.ts';
import { isGeneralWhole } from '../../model/whole.ts';
import { atName, type GeneralRule } from '../rule.ts';

export const privateAddressWithoutExternal: GeneralRule = {
  code: 'sip-conf/private-address-without-external',
  severity: 'warning',
  family: 'nat',
  title: 'Private address that is told to the other side',
  why: 'Bound to a private address and without `externaddr` or `externhost` the server writes that address into Contact and the session description (ast_sip_ouraddrfor). The other side sends its sound and its next requests to an address that does not lead here: one-way sound, and calls that end after half a minute.',
  fix: 'Set `externaddr` (or `externhost`) and a `localnet` line for each inside network.',
  bad: '[general]\nudpbindaddr=192.168.1.10\n\n[prov]\ntype=peer\nhost=203.0.113.5\n',
  good: '[general]\nudpbindaddr=192.168.1.10\nexternaddr=198.51.100.7\nlocalnet=192.168.0.0/16\n\n[prov]\ntype=peer\nhost=203.0.113.5\n',
  on: 'general',
  *check(general, model) {
    const bind = general.last('udpbindaddr') ?? general.last('bindaddr');
    const address = bind?.value.split(':')[0] ?? '';
    if (bind === undefined || !isPrivateAddress(address) || address.startsWith('127.')) return;
    const isTold = ['externaddr', 'externhost', 'media_address'].some(
      name => general.last(name) !== undefined,
    );
    if (isTold || !isGeneralWhole(model)) return;
    const other = publicHost(model);
    if (other === undefined) return;
    const text = message(
      `The server tells ${other} its private address ${address}.`,
      'Sound and later requests from there do not arrive.',
      'Set externaddr or externhost, and localnet.',
    );
    yield { ...atName(bind), message: text };
  },
};

/** Someone outside: a static device with a public address, or a provider by such an address. */
function publicHost(model: SipConf): string | undefined {
  for (const device of allDevices(model) ?? []) {
    const { address, isDynamic } = deviceHost(device, model, undefined);
    if (!isDynamic && address !== undefined && isPublic(address)) return `"${device.name}" (${address})`;
  }
  for (const line of model.general.all('register')) {
    const host = parseRegister(line.value, model.branch).host?.value;
    if (host !== undefined && isPublic(host)) return host;
  }
  return undefined;
}

function isPublic(address: string): boolean {
  return /^\d+\.\d+\.\d+\.\d+$/.test(address) && !isPrivateAddress(address) && !address.startsWith('0.');
}
