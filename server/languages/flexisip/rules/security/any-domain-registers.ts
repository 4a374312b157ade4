import { message } from '../../../../rules/rule.ts';
import { flag, isModuleOn, list, written } from '../../model/model.ts';
import { type FileRule, inValue } from '../rule.ts';

export const anyDomainRegisters: FileRule = {
  code: 'flexisip-conf/any-domain-registers',
  severity: 'warning',
  family: 'security',
  title: 'Registrar that takes every domain',
  why: 'A word of `reg-domains` that starts with `*` takes every From domain, not only sub-domains: users of any domain may register, and calls to that domain are then taken over.',
  fix: 'List the domains of this server.',
  bad: '[module::Registrar]\nreg-domains=*\n',
  good: '[module::Registrar]\nreg-domains=example.org\n',
  on: 'file',
  check(model) {
    const setting = written(model, 'module::Registrar', 'reg-domains');
    if (setting === undefined || !isModuleOn(model, 'module::Registrar')) return undefined;
    // Then the server behind decides who may register.
    if (flag(model, 'module::Registrar', 'reg-on-response')) return undefined;
    return list(model, 'module::Registrar', 'reg-domains')
      .filter(word => word.text.startsWith('*'))
      .map(word => ({
        ...inValue(setting, word.start, word.start + word.text.length),
        message: message(
          'This takes every domain.',
          word.text === '*'
            ? 'A user of any domain may register here.'
            : 'A word that starts with `*` fits everything: what stands behind the star does not count.',
          'List the domains of this server.',
        ),
      }));
  },
};
