import { message } from '../../../../../rules/rule.ts';
import { deviceHost, deviceInsecure } from '../../model/deviceState.ts';
import { atName, type DeviceRule, whom } from '../rule.ts';

export const trunkAsksForPassword: DeviceRule = {
  code: 'sip-conf/trunk-asks-for-password',
  severity: 'information',
  habit: 'rule',
  family: 'registration',
  title: 'Trunk with a secret that incoming calls must answer, too',
  why: 'The `secret` of a device is asked for in both directions: a provider that is found by its address gets a 401 for each of its calls, and providers do not answer it (check_auth). Only `insecure=invite` turns that off, or `remotesecret`, which is for outgoing requests alone.',
  fix: 'Write the password as `remotesecret`, or add `insecure=invite` together with an access list.',
  bad: '[general]\n\n[prov]\ntype=peer\nhost=203.0.113.5\ndefaultuser=u100\nsecret=Kx7-pq9-Lw2\n',
  good: '[general]\n\n[prov]\ntype=peer\nhost=203.0.113.5\ndefaultuser=u100\nremotesecret=Kx7-pq9-Lw2\n',
  since: '1.6.2',
  on: 'device',
  reads: ['insecure'],
  *check(device, _general, model) {
    const secret = device.last('secret');
    if (secret === undefined || secret.value === '' || device.isUser || !device.isPeer) return;
    const host = deviceHost(device, model, undefined);
    if (host.isDynamic || host.hostLine === undefined || deviceInsecure(device, model).invite) return;
    // Only who logs in elsewhere with a name of its own is a provider; two servers may well ask each other.
    if ((device.last('defaultuser') ?? device.last('fromuser')) === undefined) return;
    const text = message(
      `Calls from ${whom(device, secret)} are asked for this secret, too.`,
      'A provider does not answer the challenge, and its calls get 401.',
      'Use remotesecret, or add insecure=invite with an access list.',
    );
    yield { ...atName(secret), message: text };
  },
};
