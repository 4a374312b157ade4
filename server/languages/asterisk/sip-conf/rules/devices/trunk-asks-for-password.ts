import { message } from '../../../../../rules/rule.ts';
import { deviceHost, deviceInsecure } from '../../model/deviceState.ts';
import { registersWith } from '../../model/registrations.ts';
import { atName, type DeviceRule, whom } from '../rule.ts';

export const trunkAsksForPassword: DeviceRule = {
  code: 'sip-conf/trunk-asks-for-password',
  severity: 'information',
  habit: 'rule',
  family: 'registration',
  title: 'Trunk with a secret that also challenges incoming calls',
  why: 'The `secret` of a device applies in both directions: a provider that is found by its address gets a 401 for each of its calls, and providers do not answer challenges (check_auth). To avoid that, use `insecure=invite`, or `remotesecret`, which is only for outgoing requests.',
  fix: 'Set the password with `remotesecret`, or add `insecure=invite` together with an access list.',
  bad: '[general]\n\n[prov]\ntype=peer\nhost=203.0.113.5\ndefaultuser=u100\nsecret=Kx7-pq9-Lw2\n',
  good: '[general]\n\n[prov]\ntype=peer\nhost=203.0.113.5\ndefaultuser=u100\nremotesecret=Kx7-pq9-Lw2\n',
  since: '1.6.2',
  on: 'device',
  options: ['defaultuser', 'fromuser'],
  reads: ['insecure', 'register'],
  isIndividual: true,
  *check(device, _general, model) {
    if ((device.last('remotesecret')?.value ?? '') !== '') return;
    const secret = device.last('secret');
    if (secret === undefined || secret.value === '' || !device.isPeer) return;
    const host = deviceHost(device, model, undefined);
    if (host.isDynamic || host.hostLine === undefined || deviceInsecure(device, model).invite) return;
    // Only a device with its own user name for outgoing logins is a provider; two servers may well challenge each other.
    const login = (device.last('defaultuser') ?? device.last('fromuser'))?.value;
    // A friend may be another server that does answer; one with which this server registers is a provider.
    if (login === undefined || (device.isUser && !registersWith(device, host, model))) return;
    const text = message(
      `Calls from ${whom(device, secret)} are also challenged for this secret.`,
      'A provider does not answer the challenge, so its calls get 401.',
      'Use remotesecret, or add insecure=invite with an access list.',
    );
    yield { ...atName(secret), message: text };
  },
};
