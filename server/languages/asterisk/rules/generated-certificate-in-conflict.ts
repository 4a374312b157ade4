import { message } from '../../../rules/rule.ts';
import { isTrue } from '../facts.ts';
import { effective } from '../model.ts';
import { atHeader, atValue, type DeviceRule } from '../rule.ts';

export const generatedCertificateInConflict: DeviceRule = {
  code: 'sip-conf/generated-certificate-in-conflict',
  severity: 'error',
  family: 'transport',
  title: 'Generated DTLS certificate together with a certificate file',
  why: 'The two exclude each other: the server logs an error and drops the device.',
  fix: 'Take `dtlscertfile` or `dtlsautogeneratecert` away.',
  bad: '[general]\n\n[web]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\ndtlsautogeneratecert=yes\ndtlscertfile=/etc/asterisk/keys/web.pem\n',
  good: '[general]\n\n[web]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\ndtlsautogeneratecert=yes\n',
  since: '16',
  on: 'device',
  reads: ['dtlsautogeneratecert', 'dtlscertfile'],
  *check(device, general) {
    const generated = effective(device, general, 'dtlsautogeneratecert');
    const file = effective(device, general, 'dtlscertfile');
    if (generated === undefined || file === undefined || !isTrue(generated.value) || file.value === '')
      return;
    const own = [generated, file].find(setting => device.entries.includes(setting.entry));
    const at = own === undefined ? atHeader(device.entries[0] ?? generated.entry) : atValue(own);
    const what = 'A certificate is to be generated, and a certificate file is named as well.';
    yield { ...at, message: message(what, `The server drops "${device.name}".`, 'Keep one of the two.') };
  },
};
