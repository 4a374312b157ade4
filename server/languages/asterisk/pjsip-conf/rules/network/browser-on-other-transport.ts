import { message } from '../../../../../rules/rule.ts';
import { isTrue } from '../../../values/truth.ts';
import { lastOf, lastValue } from '../../model/object.ts';
import { atValue, type ObjectRule, removingLine } from '../rule.ts';

/** pjsip_tpmgr_acquire_transport2 answers PJSIP_ETPNOTSUITABLE if the chosen transport has another type than the destination. */
export const browserOnOtherTransport: ObjectRule = {
  code: 'pjsip-conf/browser-on-other-transport',
  severity: 'warning',
  habit: 'rule',
  family: 'network',
  title: 'WebRTC endpoint with a transport that is not a WebSocket',
  why: 'A browser registers over a WebSocket connection, and is reached only through it. With `transport=` set to a UDP, TCP or TLS transport, Asterisk tries that one for its requests, and pjproject refuses it. The browser can call, but cannot be called.',
  fix: 'Remove `transport`, or set it to a transport with `protocol=wss`.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\nwebrtc=yes\ntransport=udp\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\nwebrtc=yes\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n',
  types: ['endpoint'],
  options: ['webrtc'],
  on: 'object',
  check(object, model) {
    const { settings, entry } = object;
    if (object.loss !== undefined || !isTrue(lastValue(settings, 'webrtc') ?? '')) return undefined;
    const setting = lastOf(settings, 'transport');
    const transport = model.object('transport', setting?.value ?? '');
    if (setting === undefined || transport === undefined) return undefined;
    const protocol = lastValue(transport.settings, 'protocol')?.toLowerCase() ?? 'udp';
    if (!/^(udp|tcp|tls)$/.test(protocol)) return undefined;
    const text = message(
      `The transport of this WebRTC endpoint is for ${protocol.toUpperCase()}.`,
      'Browsers connect by WebSocket, so calls to them fail.',
      'Remove the line, or name a wss transport.',
    );
    const fixes = setting.entry === entry ? [removingLine('Remove "transport"', setting)] : [];
    return [{ ...atValue(setting), message: text, fixes }];
  },
};
