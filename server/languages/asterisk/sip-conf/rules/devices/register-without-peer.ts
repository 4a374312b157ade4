import { message } from '../../../../../rules/rule.ts';
import { isFalse } from '../../../values/truth.ts';
import { parseRegister } from '../../facts/registerLine.ts';
import { allDevices } from '../../model/allDevices.ts';
import { deviceHost } from '../../model/deviceState.ts';
import { areDevicesKnown } from '../../model/whole.ts';
import { atName, type GeneralRule } from '../rule.ts';

export const registerWithoutPeer: GeneralRule = {
  code: 'sip-conf/register-without-peer',
  severity: 'information',
  family: 'registration',
  title: 'Registration with a provider whose calls are refused',
  why: "A register line makes the provider send calls here, but it does not make the server accept them: they are matched with devices like all other calls. With `allowguest=no` and no peer for the provider's host, they get 401 or 403.",
  fix: 'Add a `type=peer` section with the host of the provider, its `context`, and `insecure=invite` or `remotesecret`.',
  bad: '[general]\nallowguest=no\nregister => u100:Kx7-pq9-Lw2@sip.example.org/100\n',
  good: '[general]\nallowguest=no\nregister => u100:Kx7-pq9-Lw2@sip.example.org/100\n\n[prov]\ntype=peer\nhost=sip.example.org\nremotesecret=Kx7-pq9-Lw2\n',
  on: 'general',
  *check(general, model) {
    const registrations = general.all('register');
    if (registrations.length === 0) return;
    const guests = general.last('allowguest');
    if (guests === undefined || !isFalse(guests.value) || !areDevicesKnown(model)) return;
    const devices = allDevices(model);
    if (devices === undefined) return;
    const hosts = devices
      .filter(device => device.isPeer)
      .map(device => deviceHost(device, model, undefined))
      .flatMap(({ address, unknownName }) => address ?? unknownName?.toLowerCase() ?? []);
    const reported = new Set<string>();
    for (const line of registrations) {
      const { host, peer, accepted } = parseRegister(line.value, model.branch);
      const wanted = host?.value.toLowerCase();
      if (!accepted || wanted === undefined || peer !== undefined || reported.has(wanted)) continue;
      const names = new Set(devices.map(({ key }) => key));
      if (names.has(wanted) || hosts.includes(wanted)) continue;
      // A peer with an address as its host may be this provider.
      const isName = /[a-z]/i.test(wanted);
      if (isName && hosts.some(known => /^[\d.:a-f]+$/.test(known))) continue;
      reported.add(wanted);
      const text = message(
        `No peer has the host ${wanted}, and guests are refused.`,
        'Incoming calls from this provider get 401 or 403.',
        'Add a type=peer section for it.',
      );
      yield { ...atName(line), message: text };
    }
  },
};
