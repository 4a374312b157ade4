import { message } from '../../../../../rules/rule.ts';
import { isPrivateAddress } from '../../../../../sip/sdp.ts';
import type { Setting } from '../../../config/entry.ts';
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
  title: 'Private address that is sent to the other side',
  why: 'When the server is bound to a private address and has no `externaddr` or `externhost`, it writes the private address into Contact and the session description (ast_sip_ouraddrfor). The other side sends audio and later requests to an address that it cannot reach. The result is one-way audio, and calls that end after half a minute.',
  fix: 'Set `externaddr` (or `externhost`) and a `localnet` line for each local network.',
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
    const others = partnersOutside(model);
    const [first] = others;
    if (first === undefined) return;
    const hosts = new Set(others.map(({ host }) => host.toLowerCase())).size;
    const more = hosts === 1 ? '' : ` The same applies to ${hosts - 1} more.`;
    const text = message(
      `The server sends its private address ${address} to ${first.shown}.${more}`,
      first.isName
        ? 'Unless that name resolves to a local address, audio and later requests from there may not arrive.'
        : 'Audio and later requests from there do not arrive.',
      'Set externaddr or externhost, and localnet.',
    );
    const related = others.slice(0, NAMED_PARTNERS).map(({ at }) => ({
      ...atName(at),
      message: 'This peer is outside the local network.',
    }));
    yield { ...atName(bind), message: text, related };
  },
};

/** Maximum number of related lines. */
const NAMED_PARTNERS = 20;

interface Partner {
  readonly at: Setting;
  readonly host: string;
  readonly shown: string;
  /** Configured by name, which may resolve to a local address. */
  readonly isName: boolean;
}

/** Peers outside: devices with a public address and providers, those with an address first. */
function partnersOutside(model: SipConf): readonly Partner[] {
  const found: Partner[] = [];
  for (const device of allDevices(model) ?? []) {
    const { address, unknownName, isDynamic, addressLine } = deviceHost(device, model, undefined);
    const host = address ?? unknownName;
    if (isDynamic || host === undefined || addressLine === undefined || !isOutside(host)) continue;
    found.push({ at: addressLine, host, shown: `"${device.name}" (${host})`, isName: address === undefined });
  }
  for (const line of model.general.all('register')) {
    const host = parseRegister(line.value, model.branch).host?.value;
    if (host === undefined || !isOutside(host)) continue;
    found.push({ at: line, host, shown: host, isName: !isPublic(host) });
  }
  return [...found.filter(({ isName }) => !isName), ...found.filter(({ isName }) => isName)];
}

function isOutside(host: string): boolean {
  return isPublic(host) || isPublicName(host);
}

function isPublic(address: string): boolean {
  return /^\d+\.\d+\.\d+\.\d+$/.test(address) && !isPrivateAddress(address) && !address.startsWith('0.');
}

/** A name in a domain that is not reserved for home or company networks. */
function isPublicName(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  return /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*$/.test(name) && !insideDomains.test(name);
}

/** RFC 2606, 6762, 8375, 9476, and domains that routers and companies commonly use. */
const insideDomains =
  /\.(local|lan|internal|intranet|private|corp|home|home\.arpa|localdomain|test|invalid|localhost|box)$/;
