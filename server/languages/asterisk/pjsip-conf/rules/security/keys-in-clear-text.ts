import { keysInClearText as shared } from '../../../values/keysInClearText.ts';
import { isTrue } from '../../../values/truth.ts';
import { lastOf, lastValue } from '../../model/object.ts';
import { atValue, type ObjectRule } from '../rule.ts';

export const keysInClearText: ObjectRule = {
  code: 'pjsip-conf/keys-in-clear-text',
  severity: 'information',
  habit: 'rule',
  family: 'security',
  title: shared.title,
  why: `\`media_encryption=sdes\` ${shared.why}`,
  fix: 'Set `transport` to one with `protocol=tls`, or use `media_encryption=dtls`.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\ntransport=udp\nmedia_encryption=sdes\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n',
  good: '[tls]\ntype=transport\nprotocol=tls\nbind=0.0.0.0\ncert_file=/etc/asterisk/keys/asterisk.pem\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\ntransport=tls\nmedia_encryption=sdes\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n',
  types: ['endpoint'],
  options: ['media_encryption'],
  on: 'object',
  check(object, model) {
    const { settings, name } = object;
    const setting = lastOf(settings, 'media_encryption');
    if (object.loss !== undefined || setting?.value.toLowerCase() !== 'sdes') return undefined;
    // Without a transport of its own, the contact decides.
    const transport = model.object('transport', lastValue(settings, 'transport') ?? '');
    if (transport === undefined || isTrue(lastValue(settings, 'webrtc') ?? '')) return undefined;
    const protocol = lastValue(transport.settings, 'protocol')?.toLowerCase() ?? 'udp';
    if (!/^(udp|tcp|ws)$/.test(protocol)) return undefined;
    const remedy = 'Set transport to one with protocol=tls, or use media_encryption=dtls.';
    return [{ ...atValue(setting), message: shared.message(`"${name}"`, [protocol], remedy) }];
  },
};
