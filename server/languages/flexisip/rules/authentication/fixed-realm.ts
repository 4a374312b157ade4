import { message } from '../../../../rules/rule.ts';
import { effective, isModuleOn, list, written } from '../../model/model.ts';
import { atValue, type FileRule } from '../rule.ts';

export const fixedRealm: FileRule = {
  code: 'flexisip-conf/fixed-realm',
  severity: 'warning',
  family: 'authentication',
  title: "Realm that differs from the users' domains",
  why: 'The server hashes a clear-text password with the From domain, while the client uses the realm that it was sent. If the two differ, clear-text entries can never match; stored hashes must be computed with the realm.',
  fix: 'Remove `realm`, or store `md5` and `sha256` hashes that were computed with the realm.',
  bad: '[module::Authentication]\nenabled=true\nfile-path=/u\nauth-domains=example.org\nrealm=sip\n',
  good: '[module::Authentication]\nenabled=true\nfile-path=/u\nauth-domains=example.org\nrealm=example.org\n',
  on: 'file',
  check(model) {
    const section = 'module::Authentication';
    const realm = written(model, section, 'realm');
    if (realm === undefined || !isModuleOn(model, section)) return undefined;
    const text = realm.entry.value;
    if (text === '' || text.startsWith('regex:')) return undefined;
    const domains = list(model, section, 'auth-domains').map(word => word.text);
    if (domains.length === 1 && domains[0] === text) return undefined;
    const storage = effective(model, section, 'db-implementation').value;
    // A query that never returns clear text uses only stored hashes.
    if (storage === 'soci' && !/clrtxt/i.test(effective(model, section, 'soci-password-request').value)) {
      return undefined;
    }
    return [
      {
        ...atValue(realm),
        message: message(
          `The realm is always "${text}", whatever the From domain is.`,
          'Clear-text passwords are hashed with the From domain, so they can never match if it differs.',
          'Remove the realm, or store hashes that were computed with it.',
        ),
      },
    ];
  },
};
