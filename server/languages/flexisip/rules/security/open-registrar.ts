import { message } from '../../../../rules/rule.ts';
import { hasAuthentication } from '../../model/authentication.ts';
import { flag, isModuleOn, list, written } from '../../model/model.ts';
import { addingSetting, atValue, type FileRule } from '../rule.ts';

export const openRegistrar: FileRule = {
  code: 'flexisip-conf/open-registrar',
  severity: 'warning',
  family: 'security',
  title: 'Registrar without authentication',
  why: 'By default, `module::Registrar` is enabled and `module::Authentication` is disabled. With a file that sets only `reg-domains`, anyone can register as any user, and anyone can make calls.',
  fix: 'Enable the Authentication module, and list the domains in `auth-domains`.',
  bad: '[module::Registrar]\nreg-domains=example.org\n',
  good: '[module::Authentication]\nenabled=true\nauth-domains=example.org\nfile-path=/etc/flexisip/users.txt\n[module::Registrar]\nreg-domains=example.org\n',
  on: 'file',
  check(model) {
    if (!isModuleOn(model, 'module::Registrar') || hasAuthentication(model)) return undefined;
    if (flag(model, 'module::Registrar', 'reg-on-response')) return undefined;
    const domains = written(model, 'module::Registrar', 'reg-domains');
    if (domains === undefined) return undefined;
    // With only localhost, nobody from outside can register.
    if (list(model, 'module::Registrar', 'reg-domains').every(word => isLocal(word.text))) return undefined;
    const off = written(model, 'module::Authentication', 'enabled');
    return [
      {
        ...atValue(domains),
        message: message(
          'Anyone can register here as any user of these domains.',
          'No authentication module is enabled, which is the default.',
          'Set `enabled=true` in [module::Authentication].',
        ),
        related: off === undefined ? [] : [{ ...atValue(off), message: 'Authentication is disabled here' }],
        fixes: authenticationFix(model),
      },
    ];
  },
};

function isLocal(domain: string): boolean {
  return domain === 'localhost' || domain === '127.0.0.1';
}

function authenticationFix(model: Parameters<FileRule['check']>[0]): ReturnType<typeof addingSetting>[] {
  const group = model.groups.get('module::authentication');
  const index = group?.parts[0];
  if (index === undefined || group?.settings.has('enabled')) return [];
  return [addingSetting('Enable authentication', { sectionIndex: index, line: 0 }, 'enabled', 'true')];
}
