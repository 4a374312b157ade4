import { message } from '../../../../rules/rule.ts';
import { isModuleOn, list, written } from '../../model/model.ts';
import { ownAddresses } from '../../model/transports.ts';
import { type FileRule, inValue } from '../rule.ts';

export const addressNotOwn: FileRule = {
  code: 'flexisip-conf/address-not-own',
  severity: 'warning',
  family: 'domains',
  title: 'Address in reg-domains that is not the address of this server',
  why: 'If the From host is an IP address, the REGISTER is accepted only if the address belongs to this server, according to its transports or `aliases`. Otherwise the REGISTER is not accepted, although the address is listed.',
  fix: 'Add the address to `aliases` in `[global]`.',
  bad: '[global]\ntransports=sip:10.0.0.5:5060\n[module::Registrar]\nreg-domains=203.0.113.7\n',
  good: '[global]\naliases=203.0.113.7\ntransports=sip:10.0.0.5:5060\n[module::Registrar]\nreg-domains=203.0.113.7\n',
  on: 'file',
  *check(model) {
    const setting = written(model, 'module::Registrar', 'reg-domains');
    if (setting === undefined || !isModuleOn(model, 'module::Registrar')) return;
    const own = ownAddresses(model);
    // With a wildcard transport, the addresses of the machine are unknown.
    if (own === undefined) return;
    for (const { text, start } of list(model, 'module::Registrar', 'reg-domains')) {
      if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text) || own.has(text)) continue;
      yield {
        ...inValue(setting, start, start + text.length),
        message: message(
          `${text} is not an address of this server, according to its transports and aliases.`,
          'A REGISTER with this address in From is not accepted.',
          'Add it to `aliases` in [global] if it is the public address of the server.',
        ),
      };
    }
  },
};
