import { keysInClearText as shared } from '../../../values/keysInClearText.ts';
import { isTrue } from '../../../values/truth.ts';
import { deviceTransports } from '../../model/deviceState.ts';
import { atName, type DeviceRule, whom } from '../rule.ts';

export const keysInClearText: DeviceRule = {
  code: 'sip-conf/keys-in-clear-text',
  severity: 'information',
  habit: 'rule',
  family: 'security',
  title: shared.title,
  why: `\`encryption=yes\` ${shared.why}`,
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
    yield {
      ...atName(encryption),
      message: shared.message(whom(device, encryption), open, 'Use transport=tls, or DTLS.'),
    };
  },
};
