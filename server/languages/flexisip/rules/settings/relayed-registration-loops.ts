import { message } from '../../../../rules/rule.ts';
import { parseUriText } from '../../../../sip/uri.ts';
import {
  effective,
  type FlexisipModel,
  flag,
  isKnown,
  isModuleOn,
  list,
  written,
} from '../../model/model.ts';
import { ownershipOf } from '../../model/ownUris.ts';
import { atValue, type FileRule } from '../rule.ts';

export const relayedRegistrationLoops: FileRule = {
  code: 'flexisip-conf/relayed-registration-loops',
  severity: 'warning',
  family: 'settings',
  title: 'Registrations that the server forwards to itself',
  why: 'With `reg-on-response`, a REGISTER is forwarded to the server in its Request-URI, and contacts are stored when that server accepts it. A domain that is also an alias or a transport of this server leads back to it: no device can register (`482 Loop Detected`, or no reply before 2.4.2).',
  fix: 'Forward registrations with a route (`routes-config-path` of `[module::Forward]`), remove the domain from `aliases`, or set `reg-on-response=false`.',
  bad: '[global]\naliases=sip.example.org\n[module::Registrar]\nreg-domains=sip.example.org\nreg-on-response=true\n',
  good: '[global]\naliases=sip.example.org\n[module::Registrar]\nreg-domains=sip.example.org\nreg-on-response=false\n',
  on: 'file',
  *check(model) {
    const setting = written(model, section, 'reg-on-response');
    if (setting === undefined || !flag(model, section, 'reg-on-response')) return;
    if (!isModuleOn(model, section) || goesElsewhere(model)) return;
    const own = list(model, section, 'reg-domains')
      .map(({ text }) => text.replace(/\r$/, ''))
      .find(domain => !domain.includes('*') && ownershipOf(model, parseUriText(`sip:${domain}`)) === 'own');
    if (own === undefined) return;
    yield {
      ...atValue(setting),
      message: message(
        `"${own}" in \`reg-domains\` is this server itself, and no route leads elsewhere.`,
        'A REGISTER for it is sent back here, and the device is not registered.',
        'Set a route in [module::Forward], remove the domain from `aliases`, or set `reg-on-response=false`.',
      ),
    };
  },
};

const section = 'module::Registrar';

/** Can something other than the Request-URI choose the next hop? */
function goesElsewhere(model: FlexisipModel): boolean {
  const routed = ['route', 'routes-config-path'].some(
    key => isKnown(model, 'module::Forward', key) && effective(model, 'module::Forward', key).value !== '',
  );
  return (
    routed ||
    ['module::LoadBalancer', 'module::GatewayAdapter', 'module::Redirect'].some(name =>
      isModuleOn(model, name),
    )
  );
}
