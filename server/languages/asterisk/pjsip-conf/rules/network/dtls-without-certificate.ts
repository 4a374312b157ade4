import { message } from '../../../../../rules/rule.ts';
import { isTrue } from '../../../values/truth.ts';
import { lastOf, lastValue } from '../../model/object.ts';
import { atValue, type ObjectRule } from '../rule.ts';

export const dtlsWithoutCertificate: ObjectRule = {
  code: 'pjsip-conf/dtls-without-certificate',
  severity: 'warning',
  habit: 'rule',
  family: 'network',
  title: 'DTLS without a certificate',
  why: '`media_encryption=dtls` needs a certificate: `dtls_cert_file`, or `dtls_auto_generate_cert=yes` for a certificate that Asterisk generates for each call. Without a certificate, calls that offer DTLS fail. `webrtc=yes` generates one by itself.',
  fix: 'Add `dtls_auto_generate_cert=yes`, or `dtls_cert_file`.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\nmedia_encryption=dtls\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\nmedia_encryption=dtls\ndtls_auto_generate_cert=yes\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  types: ['endpoint'],
  options: ['media_encryption'],
  on: 'object',
  check(object) {
    if (object.loss !== undefined) return undefined;
    const settings = object.settings;
    const setting = lastOf(settings, 'media_encryption');
    if (setting?.value.toLowerCase() !== 'dtls' || (lastValue(settings, 'dtls_cert_file') ?? '') !== '')
      return undefined;
    if (
      isTrue(lastValue(settings, 'dtls_auto_generate_cert') ?? '') ||
      isTrue(lastValue(settings, 'webrtc') ?? '')
    )
      return undefined;
    return [
      {
        ...atValue(setting),
        message: message(
          'DTLS is on, but there is no certificate.',
          'Calls cannot be encrypted.',
          'Add dtls_auto_generate_cert=yes, or dtls_cert_file.',
        ),
      },
    ];
  },
};
