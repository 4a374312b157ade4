import { message } from '../../../../../rules/rule.ts';
import { isSipRoute } from '../../facts/uriSyntax.ts';
import { lastOf, type PjsipObject } from '../../model/object.ts';
import { atValue, type ObjectRule, replacing } from '../rule.ts';

export const unusableProxy: ObjectRule = {
  code: 'pjsip-conf/unusable-proxy',
  severity: 'warning',
  family: 'options',
  title: 'Outbound proxy that is not a SIP URI',
  why: 'Asterisk puts `outbound_proxy` into a Route header, so it must be a sip: or sips: URI, not a host name. Nothing is checked when an endpoint or aor is loaded; every call and every check of a contact fails later.',
  fix: 'Write it as `sip:proxy.example\\;lr`.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\noutbound_proxy=proxy.example.com\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\noutbound_proxy=sip:proxy.example.com\\;lr\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n',
  types: ['endpoint', 'aor', 'registration', 'outbound-publish'],
  options: ['outbound_proxy'],
  on: 'object',
  *check(object) {
    const setting = lastOf(object.settings, 'outbound_proxy');
    if (setting === undefined || setting.value === '' || isSipRoute(setting.value)) return;
    // A registration with a text that is not a URI at all is not loaded, which is reported elsewhere.
    if (object.loss?.kind === 'incomplete' && object.loss.fault.setting === setting) return;
    const at = atValue(setting);
    const isHost = /^[\w.-]+(:\d+)?$/.test(setting.value);
    const fixes = isHost ? [replacing('Write it as a SIP URI', at, `sip:${setting.value}\\;lr`)] : [];
    const what = 'The outbound proxy is not a sip: or sips: URI.';
    yield { ...at, message: message(what, effectOn(object), 'Write it as sip:proxy.example\\;lr.'), fixes };
  },
};

function effectOn({ type, name }: PjsipObject): string {
  switch (type) {
    case 'endpoint':
      return `Calls and messages to the endpoint "${name}" fail.`;
    case 'aor':
      return `Asterisk cannot check whether the contacts of the aor "${name}" are reachable.`;
    default:
      return `Asterisk cannot send the requests of the ${type} "${name}".`;
  }
}
