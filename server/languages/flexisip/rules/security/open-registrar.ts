import { message } from '../../../../rules/rule.ts';
import { hasAuthentication } from '../../model/authentication.ts';
import { flag, isModuleOn, list, written } from '../../model/model.ts';
import { addingSetting, atValue, type FileRule } from '../rule.ts';

export const openRegistrar: FileRule = {
  code: 'flexisip-conf/open-registrar',
  severity: 'warning',
  family: 'security',
  title: 'Registrar without authentication',
  why: '`module::Registrar` is on by default, `module::Authentication` is off by default. A file that only sets `reg-domains` registers anyone as any user, and takes calls from anyone.',
  fix: 'Switch the Authentication module on and list the domains in `auth-domains`.',
  bad: '[module::Registrar]\nreg-domains=example.org\n',
  good: '[module::Authentication]\nenabled=true\nauth-domains=example.org\nfile-path=/etc/flexisip/users.txt\n[module::Registrar]\nreg-domains=example.org\n',
  on: 'file',
  check(model) {
    if (!isModuleOn(model, 'module::Registrar') || hasAuthentication(model)) return undefined;
    if (flag(model, 'module::Registrar', 'reg-on-response')) return undefined;
    const domains = written(model, 'module::Registrar', 'reg-domains');
    if (domains === undefined) return undefined;
    // With localhost alone nothing from outside is registered.
    if (list(model, 'module::Registrar', 'reg-domains').every(word => isLocal(word.text))) return undefined;
    const off = written(model, 'module::Authentication', 'enabled');
    return [
      {
        ...atValue(domains),
        message: message(
          'Anyone may register here as any user of these domains.',
          'No authentication module is switched on, which is the default.',
          'Write `enabled=true` in [module::Authentication].',
        ),
        related:
          off === undefined ? [] : [{ ...atValue(off), message: 'Authentication is switched off here' }],
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
  return [addingSetting('Switch authentication on', { sectionIndex: index, line: 0 }, 'enabled', 'true')];
}
