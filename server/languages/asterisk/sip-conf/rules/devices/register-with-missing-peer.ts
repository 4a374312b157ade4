import { message } from '../../../../../rules/rule.ts';
import { nearest } from '../../../../../text/spelling.ts';
import { parseRegister } from '../../facts/registerLine.ts';
import { allDevices } from '../../model/allDevices.ts';
import { areDevicesKnown } from '../../model/whole.ts';
import { atName, type GeneralRule } from '../rule.ts';

export const registerWithMissingPeer: GeneralRule = {
  code: 'sip-conf/register-with-missing-peer',
  severity: 'warning',
  family: 'registration',
  title: 'Registration through a peer that does not exist',
  why: 'In `register => peer?user:secret@host`, the server registers with the settings of the peer, such as `outboundproxy`, `fromdomain` and `transport` (transmit_register). If there is no such peer, none of them apply; a name of digits only is refused, and the server never registers (create_addr).',
  fix: 'Write the name of a `type=peer` or `type=friend` section before the `?`, or remove both.',
  bad: '[general]\nallowguest=no\nregister => porv?u100:Kx7-pq9-Lw2@sip.example.org/100\n\n[prov]\ntype=peer\nhost=sip.example.org\nremotesecret=Kx7-pq9-Lw2\n',
  good: '[general]\nallowguest=no\nregister => prov?u100:Kx7-pq9-Lw2@sip.example.org/100\n\n[prov]\ntype=peer\nhost=sip.example.org\nremotesecret=Kx7-pq9-Lw2\n',
  since: '1.8',
  on: 'general',
  *check(general, model) {
    const lines = general.all('register');
    const devices = lines.length === 0 ? undefined : allDevices(model);
    if (devices === undefined || !areDevicesKnown(model)) return;
    const names = devices.filter(device => device.isPeer).map(({ key }) => key);
    for (const line of lines) {
      const { peer, accepted } = parseRegister(line.value, model.branch);
      const name = peer?.value ?? '';
      if (!accepted || name === '' || names.includes(name.toLowerCase())) continue;
      const near = nearest(name, names);
      const isNumber = /^\d+$/.test(name);
      const text = message(
        `There is no peer "${name}".`,
        isNumber
          ? 'The server refuses a name of digits, and does not register.'
          : 'The registration has none of its settings, such as outboundproxy and fromdomain.',
        near === undefined ? 'Add the peer, or remove the name and the "?".' : `Did you mean "${near}"?`,
      );
      yield { ...atName(line), message: text };
    }
  },
};
