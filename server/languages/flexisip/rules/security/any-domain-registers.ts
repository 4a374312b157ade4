import { message } from '../../../../rules/rule.ts';
import { flag, isModuleOn, list, written } from '../../model/model.ts';
import { type FileRule, inValue } from '../rule.ts';

export const anyDomainRegisters: FileRule = {
  code: 'flexisip-conf/any-domain-registers',
  severity: 'warning',
  family: 'security',
  title: 'Registrar that accepts every domain',
  why: 'A word of `reg-domains` that starts with `*` accepts every From domain, not only subdomains. Users of any domain can register, and then receive the calls to that domain.',
  fix: 'List the domains of this server.',
  bad: '[module::Registrar]\nreg-domains=*\n',
  good: '[module::Registrar]\nreg-domains=example.org\n',
  on: 'file',
  check(model) {
    const setting = written(model, 'module::Registrar', 'reg-domains');
    if (setting === undefined || !isModuleOn(model, 'module::Registrar')) return undefined;
    // Then the next server decides who may register.
    if (flag(model, 'module::Registrar', 'reg-on-response')) return undefined;
    return list(model, 'module::Registrar', 'reg-domains')
      .filter(word => word.text.startsWith('*'))
      .map(word => ({
        ...inValue(setting, word.start, word.start + word.text.length),
        message: message(
          'This accepts every domain.',
          word.text === '*'
            ? 'A user of any domain may register here.'
            : 'A word that starts with `*` matches everything: the text after the star is ignored.',
          'List the domains of this server.',
        ),
      }));
  },
};
