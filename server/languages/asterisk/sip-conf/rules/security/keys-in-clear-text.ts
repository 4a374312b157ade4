import { message } from '../../../../../rules/rule.ts';
import { isTrue } from '../../../values/truth.ts';
import { deviceTransports } from '../../model/deviceState.ts';
import { atName, type DeviceRule, whom } from '../rule.ts';

export const keysInClearText: DeviceRule = {
  code: 'sip-conf/keys-in-clear-text',
  severity: 'information',
  habit: 'rule',
  family: 'security',
  title: 'Media keys over a transport that anyone can read',
  why: '`encryption=yes` puts the media keys into the session description (`a=crypto`, RFC 4568 section 7). Over UDP or TCP, anyone on the path can read the keys and use them to listen to the call.',
  fix: 'Set `transport=tls` (or `wss`) for the device, or use DTLS with `dtlsenable=yes`.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\nencryption=yes\n',
  good: '[general]\ntlsenable=yes\ntlscertfile=/etc/asterisk/keys/pbx.pem\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\nencryption=yes\ntransport=tls\n',
  since: '1.8',
  on: 'device',
  options: ['encryption'],
  reads: ['transport', 'tlsenable', 'tcpenable'],
  *check(device, _general, model) {
    const encryption = device.last('encryption');
    if (encryption === undefined || !isTrue(encryption.value)) return;
    if (isTrue(device.last('dtlsenable')?.value ?? 'no')) return;
    const open = deviceTransports(device, model).allowed.filter(
      transport => transport !== 'tls' && transport !== 'wss',
    );
    if (open.length === 0) return;
    const text = message(
      `The keys for encrypted calls of ${whom(device, encryption)} are sent unencrypted over ${open.join(' and ').toUpperCase()}.`,
      'Anyone on the path can read them and listen to the calls.',
      'Use transport=tls, or DTLS.',
    );
    yield { ...atName(encryption), message: text };
  },
};
