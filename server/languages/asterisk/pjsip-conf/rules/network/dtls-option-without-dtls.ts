import { message } from '../../../../../rules/rule.ts';
import { isTrue } from '../../../values/truth.ts';
import { lastValue } from '../../model/object.ts';
import { atName, type ObjectRule } from '../rule.ts';

/** Only media_encryption_handler and webrtc turn on the configuration that these options fill. */
export const dtlsOptionWithoutDtls: ObjectRule = {
  code: 'pjsip-conf/dtls-option-without-dtls',
  severity: 'information',
  habit: 'rule',
  family: 'network',
  title: 'DTLS options of an endpoint without DTLS',
  why: 'Options such as `dtls_cert_file` only describe how DTLS is done. Without `media_encryption=dtls` or `webrtc=yes`, Asterisk does not use it: calls are not encrypted, or keys are exchanged by SDES.',
  fix: 'Set `media_encryption=dtls`, or `webrtc=yes` for browsers, or remove the options.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\ndtls_auto_generate_cert=yes\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\ndtls_auto_generate_cert=yes\nmedia_encryption=dtls\nuse_avpf=yes\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n',
  types: ['endpoint'],
  options: ['dtls_cert_file', 'dtls_private_key', 'dtls_auto_generate_cert', 'dtls_setup', 'dtls_verify'],
  on: 'object',
  check(object) {
    const { settings, entry } = object;
    if (object.loss !== undefined || !object.isWhole) return undefined;
    const encryption = lastValue(settings, 'media_encryption')?.toLowerCase() ?? 'no';
    if (encryption === 'dtls' || isTrue(lastValue(settings, 'webrtc') ?? '')) return undefined;
    // A template may hold them for other endpoints.
    const setting = settings.find(
      ({ option, value, entry: owner }) =>
        owner === entry && /^dtls_/.test(option.key) && !/^(|no|false|0)$/i.test(value),
    );
    if (setting === undefined) return undefined;
    const text = message(
      `${setting.option.name} has no effect: media_encryption is ${encryption}.`,
      encryption === 'no' ? 'Calls are not encrypted.' : 'Calls do not use DTLS.',
      'Set media_encryption=dtls, or webrtc=yes for browsers.',
    );
    return [{ ...atName(setting), message: text }];
  },
};
