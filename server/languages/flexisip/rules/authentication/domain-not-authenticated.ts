import { message } from '../../../../rules/rule.ts';
import { filterOf } from '../../expressions/moduleFilter.ts';
import { authenticationDomain } from '../../model/domains.ts';
import { isModuleOn, list, written } from '../../model/model.ts';
import { atValue, type FileRule, inValue, replacing } from '../rule.ts';

export const domainNotAuthenticated: FileRule = {
  code: 'flexisip-conf/domain-not-authenticated',
  severity: 'warning',
  family: 'domains',
  title: 'Domain that may register but is refused earlier',
  why: '`auth-domains` and `reg-domains` are independent. A From domain that is not in `auth-domains` gets `403 Domain forbidden` from the Authentication module, before the Registrar sees it.',
  fix: 'List the domain in `auth-domains` as well.',
  bad: '[module::Authentication]\nenabled=true\nauth-domains=a.org\nfile-path=/u\n[module::Registrar]\nreg-domains=a.org b.org\n',
  good: '[module::Authentication]\nenabled=true\nauth-domains=a.org b.org\nfile-path=/u\n[module::Registrar]\nreg-domains=a.org b.org\n',
  on: 'file',
  *check(model) {
    if (!isModuleOn(model, 'module::Authentication') || !isModuleOn(model, 'module::Registrar')) return;
    // Requests that a filter excludes are not refused either.
    if (filterOf(model, 'module::Authentication').text !== '') return;
    const registered = written(model, 'module::Registrar', 'reg-domains');
    if (registered === undefined) return;
    const challenged = list(model, 'module::Authentication', 'auth-domains').map(word => word.text);
    const setting = written(model, 'module::Authentication', 'auth-domains');
    for (const { text, start } of list(model, 'module::Registrar', 'reg-domains')) {
      if (text.includes('*') || text.includes(':') || authenticationDomain(challenged, text) !== undefined)
        continue;
      yield {
        ...inValue(registered, start, start + text.length),
        message: message(
          `"${text}" is not in \`auth-domains\`.`,
          'Requests from it get `403 Domain forbidden` before the Registrar sees them.',
          'List it in `auth-domains` of [module::Authentication].',
        ),
        related:
          setting === undefined ? [] : [{ ...atValue(setting), message: 'The domains that are challenged' }],
        fixes:
          setting === undefined
            ? []
            : [
                replacing(
                  'Add it to auth-domains',
                  { ...atValue(setting), start: setting.entry.valueEnd },
                  ` ${text}`,
                ),
              ],
      };
    }
  },
};
