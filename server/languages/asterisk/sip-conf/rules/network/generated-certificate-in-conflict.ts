import { message } from '../../../../../rules/rule.ts';
import type { Setting } from '../../../config/entry.ts';
import { isTrue } from '../../../values/truth.ts';
import { canonicalName } from '../../facts/facts.ts';
import { effective } from '../../model/model.ts';
import { atHeader, atValue, type DeviceRule, type GeneralRule } from '../rule.ts';

export const generatedCertificateInConflict: DeviceRule = {
  code: 'sip-conf/generated-certificate-in-conflict',
  severity: 'error',
  family: 'transport',
  title: 'Generated DTLS certificate together with a certificate file',
  why: 'The two cannot be used together: the server logs an error and drops the device.',
  fix: 'Remove `dtlscertfile` or `dtlsautogeneratecert`.',
  bad: '[general]\n\n[web]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\ndtlsautogeneratecert=yes\ndtlscertfile=/etc/asterisk/keys/web.pem\n',
  good: '[general]\n\n[web]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\ndtlsautogeneratecert=yes\n',
  since: '16',
  on: 'device',
  options: ['dtlsautogeneratecert', 'dtlscertfile'],
  reads: ['dtlsautogeneratecert', 'dtlscertfile'],
  *check(device, general) {
    const generated = effective(device, general, 'dtlsautogeneratecert');
    const file = effective(device, general, 'dtlscertfile');
    if (generated === undefined || file === undefined || !isTrue(generated.value) || file.value === '')
      return;
    const isOfDevice = (setting: Setting): boolean =>
      device.last(canonicalName(setting.option.key)) === setting;
    // With both in [general], the server never reaches the devices.
    if (!isOfDevice(generated) && !isOfDevice(file)) return;
    const own = [generated, file].find(setting => device.entries.includes(setting.entry));
    const at = own === undefined ? atHeader(device.entries[0] ?? generated.entry) : atValue(own);
    yield { ...at, message: message(what, `The server drops "${device.name}".`, 'Keep one of the two.') };
  },
};

export const generalGeneratedCertificateInConflict: GeneralRule = {
  code: 'sip-conf/general-generated-certificate-in-conflict',
  severity: 'error',
  family: 'transport',
  title: 'Generated DTLS certificate together with a certificate file in [general]',
  why: 'The two cannot be used together: the server logs an error, and chan_sip does not load at all.',
  fix: 'Remove `dtlscertfile` or `dtlsautogeneratecert`.',
  bad: '[general]\ndtlsautogeneratecert=yes\ndtlscertfile=/etc/asterisk/keys/web.pem\n',
  good: '[general]\ndtlsautogeneratecert=yes\n',
  since: '16',
  on: 'general',
  *check(general) {
    const generated = general.last('dtlsautogeneratecert');
    const file = general.last('dtlscertfile');
    if (generated === undefined || file === undefined || !isTrue(generated.value) || file.value === '')
      return;
    yield {
      ...atValue(generated),
      message: message(what, 'The server does not load chan_sip at all.', 'Keep one of the two.'),
    };
  },
};

const what = 'Both dtlsautogeneratecert and dtlscertfile are set.';
