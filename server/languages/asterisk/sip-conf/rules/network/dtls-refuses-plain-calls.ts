import { message } from '../../../../../rules/rule.ts';
import { isTrue } from '../../../values/truth.ts';
import { deviceTransports } from '../../model/deviceState.ts';
import { atName, type DeviceRule, whom } from '../rule.ts';

export const dtlsRefusesPlainCalls: DeviceRule = {
  code: 'sip-conf/dtls-refuses-plain-calls',
  severity: 'information',
  habit: 'rule',
  family: 'media',
  title: 'DTLS on a device that does not use WebSocket',
  why: '`dtlsenable=yes` gives every call of the device an encrypted media session (dialog_initialize_dtls_srtp): calls with plain RTP get 488, even with `encryption=no`. Ordinary phones rarely support DTLS.',
  fix: 'Remove `dtlsenable`, or set `transport=wss` for a browser. For SRTP with ordinary phones, `encryption=yes` is enough.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\ndtlsenable=yes\ndtlscertfile=/etc/asterisk/keys/pbx.pem\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
  since: '11',
  on: 'device',
  options: ['dtlsenable'],
  reads: ['transport', 'tlsenable', 'tcpenable'],
  *check(device, _general, model) {
    const dtls = device.last('dtlsenable');
    if (dtls === undefined || !isTrue(dtls.value)) return;
    const { allowed } = deviceTransports(device, model);
    if (allowed.includes('ws') || allowed.includes('wss')) return;
    const text = message(
      `With dtlsenable=yes, calls with plain RTP from ${whom(device, dtls)} get 488.`,
      'Phones other than browsers rarely support DTLS.',
      'Remove the line, or use transport=wss for a browser.',
    );
    yield { ...atName(dtls), message: text };
  },
};
