import { message } from '../../../../../rules/rule.ts';
import { hostOf } from '../../facts/uriSyntax.ts';
import type { PjsipConf } from '../../model/model.ts';
import { lastOf, lastValue, type PjsipObject } from '../../model/object.ts';
import { addingOption } from '../addingOption.ts';
import { atName, type WholeRule } from '../rule.ts';

/** ast_sip_create_dialog_uac reads the proxy of the endpoint only. */
export const proxyOfRegistrationOnly: WholeRule = {
  code: 'pjsip-conf/proxy-of-registration-only',
  severity: 'information',
  family: 'network',
  title: 'Outbound proxy of a registration, but not of its endpoint',
  why: 'Each object has its own `outbound_proxy`. If only the registration has one, Asterisk registers through the proxy, but sends calls straight to the host of the contact, where many providers do not answer.',
  fix: 'Set the same `outbound_proxy` for the endpoint.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[provider]\ntype=registration\nserver_uri=sip:sip.provider.com\nclient_uri=sip:alice@sip.provider.com\noutbound_auth=provider\noutbound_proxy=sip:192.0.2.9\\;lr\n\n[provider]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[provider]\ntype=aor\ncontact=sip:sip.provider.com\n\n[provider]\ntype=endpoint\ncontext=trunks\nallow=ulaw\naors=provider\noutbound_auth=provider\nidentify_by=ip\n\n[provider]\ntype=identify\nendpoint=provider\nmatch=192.0.2.9\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[provider]\ntype=registration\nserver_uri=sip:sip.provider.com\nclient_uri=sip:alice@sip.provider.com\noutbound_auth=provider\noutbound_proxy=sip:192.0.2.9\\;lr\n\n[provider]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[provider]\ntype=aor\ncontact=sip:sip.provider.com\n\n[provider]\ntype=endpoint\ncontext=trunks\nallow=ulaw\naors=provider\noutbound_auth=provider\nidentify_by=ip\noutbound_proxy=sip:192.0.2.9\\;lr\n\n[provider]\ntype=identify\nendpoint=provider\nmatch=192.0.2.9\n',
  on: 'whole',
  *check(model) {
    for (const [registration] of model.ofType('registration').values()) {
      const proxy = registration === undefined ? undefined : lastOf(registration.settings, 'outbound_proxy');
      if (registration === undefined || registration.loss !== undefined || proxy === undefined) continue;
      const name = lastValue(registration.settings, 'endpoint') ?? registration.name;
      const endpoint = model.object('endpoint', name);
      if (proxy.value === '' || endpoint === undefined || !callsDirectly(model, endpoint, registration))
        continue;
      const option = `outbound_proxy=${proxy.value.replaceAll(';', '\\;')}`;
      const text = message(
        `The registration uses this proxy, but the endpoint "${name}" uses none.`,
        'Calls to the provider are sent to its host directly.',
        'Set outbound_proxy for the endpoint as well.',
      );
      yield { ...atName(proxy), message: text, fixes: [addingOption(endpoint, option)] };
    }
  },
};

/** True if calls to the endpoint go to the host where the registration goes, without a proxy. */
function callsDirectly(model: PjsipConf, endpoint: PjsipObject, registration: PjsipObject): boolean {
  const { settings, loss, isWhole } = endpoint;
  if (loss !== undefined || !isWhole || (lastValue(settings, 'outbound_proxy') ?? '') !== '') return false;
  const aor = model.object('aor', lastValue(settings, 'aors') ?? '');
  const host = hostOf(lastValue(registration.settings, 'server_uri') ?? '');
  return host !== undefined && host === hostOf(lastValue(aor?.settings ?? [], 'contact') ?? '');
}
