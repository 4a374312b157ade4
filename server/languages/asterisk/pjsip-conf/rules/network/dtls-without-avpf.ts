import { message } from '../../../../../rules/rule.ts';
import { isTrue } from '../../../values/truth.ts';
import { lastOf, lastValue } from '../../model/object.ts';
import { addingOption } from '../addingOption.ts';
import { atValue, type ObjectRule } from '../rule.ts';

/** Measured with Asterisk 20: without use_avpf, only offers of UDP/TLS/RTP/SAVP are accepted. */
export const dtlsWithoutAvpf: ObjectRule = {
  code: 'pjsip-conf/dtls-without-avpf',
  severity: 'information',
  habit: 'rule',
  family: 'network',
  title: 'DTLS without AVPF, which refuses browsers',
  why: 'Browsers offer the profile UDP/TLS/RTP/SAVPF. Without `use_avpf=yes`, Asterisk answers such an offer with 488, and accepts only UDP/TLS/RTP/SAVP. With it, the opposite is true. `webrtc=yes` turns it on.',
  fix: 'Set `webrtc=yes` for browsers. For other phones, leave it as it is.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\nmedia_encryption=dtls\ndtls_auto_generate_cert=yes\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\nmedia_encryption=dtls\ndtls_auto_generate_cert=yes\nuse_avpf=yes\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n',
  types: ['endpoint'],
  options: ['media_encryption'],
  on: 'object',
  check(object) {
    if (object.loss !== undefined) return undefined;
    const { settings } = object;
    const setting = lastOf(settings, 'media_encryption');
    if (setting?.value.toLowerCase() !== 'dtls') return undefined;
    if (isTrue(lastValue(settings, 'webrtc') ?? '') || lastOf(settings, 'use_avpf') !== undefined)
      return undefined;
    const option = object.isMade ? 'endpoint/use_avpf=yes' : 'use_avpf=yes';
    return [
      {
        ...atValue(setting),
        message: message(
          'DTLS is on, but AVPF is not.',
          'Calls from browsers are answered with 488.',
          'For browsers, add webrtc=yes or use_avpf=yes.',
        ),
        fixes: [addingOption(object, option)],
      },
    ];
  },
};
