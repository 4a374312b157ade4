import { message } from '../../../../../rules/rule.ts';
import { isTrue } from '../../../values/truth.ts';
import { isDeviceWhole } from '../../model/whole.ts';
import { atName, type DeviceRule, whom } from '../rule.ts';

export const dtlsWithoutCertificate: DeviceRule = {
  code: 'sip-conf/dtls-without-certificate',
  severity: 'warning',
  habit: 'rule',
  family: 'media',
  title: 'DTLS without a certificate',
  why: 'The server loads a DTLS certificate only from `dtlscertfile`, or generates one with `dtlsautogeneratecert=yes`. Without either, it still answers the call, but its fingerprint is empty and the media connection fails, so the call has no audio.',
  fix: 'Set `dtlscertfile` in the device, or `dtlsautogeneratecert=yes` (16 and later).',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\ndtlsenable=yes\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\ndtlsenable=yes\ndtlscertfile=/etc/asterisk/keys/pbx.pem\n',
  since: '11',
  on: 'device',
  options: ['dtlsenable'],
  reads: ['dtlscertfile', 'dtlsautogeneratecert'],
  *check(device, general, model) {
    const dtls = device.last('dtlsenable');
    if (dtls === undefined || !isTrue(dtls.value) || !isDeviceWhole(model, device)) return;
    const certificate = device.last('dtlscertfile') ?? general.last('dtlscertfile');
    const generated = device.last('dtlsautogeneratecert') ?? general.last('dtlsautogeneratecert');
    if ((certificate?.value ?? '') !== '' || isTrue(generated?.value ?? 'no')) return;
    const text = message(
      `DTLS for ${whom(device, dtls)} has no certificate.`,
      'The fingerprint in the answer is empty, and calls have no audio.',
      'Set dtlscertfile, or dtlsautogeneratecert=yes.',
    );
    yield { ...atName(dtls), message: text };
  },
};
