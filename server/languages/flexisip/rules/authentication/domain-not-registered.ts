import { message } from '../../../../rules/rule.ts';
import { registrarDomain } from '../../model/domains.ts';
import { isModuleOn, list, written } from '../../model/model.ts';
import { type FileRule, inValue } from '../rule.ts';

export const domainNotRegistered: FileRule = {
  code: 'flexisip-conf/domain-not-registered',
  severity: 'information',
  family: 'domains',
  title: 'Domain that is challenged but cannot register',
  why: 'Users of a domain that is in `auth-domains` but not in `reg-domains` are asked for a password, but are then not registered.',
  fix: 'List the domain in `reg-domains` of `[module::Registrar]`, unless another server is its registrar.',
  bad: '[module::Authentication]\nenabled=true\nauth-domains=a.org b.org\nfile-path=/u\n[module::Registrar]\nreg-domains=a.org\n',
  good: '[module::Authentication]\nenabled=true\nauth-domains=a.org b.org\nfile-path=/u\n[module::Registrar]\nreg-domains=a.org b.org\n',
  on: 'file',
  *check(model) {
    if (!isModuleOn(model, 'module::Authentication') || !isModuleOn(model, 'module::Registrar')) return;
    const challenged = written(model, 'module::Authentication', 'auth-domains');
    if (challenged === undefined) return;
    const registered = list(model, 'module::Registrar', 'reg-domains').map(word => word.text);
    // Text after a # is meant as a comment, which another rule reports once.
    const comment = /(^|[ \t])#/.exec(challenged.entry.value)?.index ?? Number.POSITIVE_INFINITY;
    for (const { text, start } of list(model, 'module::Authentication', 'auth-domains')) {
      if (start >= comment) break;
      if (text.includes('*') || text.includes(':') || registrarDomain(registered, text) !== undefined)
        continue;
      yield {
        ...inValue(challenged, start, start + text.length),
        message: message(
          `"${text}" is not in \`reg-domains\`.`,
          'Its users are asked for a password, but are then not registered.',
          'List it in `reg-domains` of [module::Registrar], unless another server is its registrar.',
        ),
      };
    }
  },
};
