import { message } from '../../../../rules/rule.ts';
import { atKey, type SettingRule } from '../rule.ts';

export const clearTextSecret: SettingRule = {
  code: 'flexisip-conf/clear-text-secret',
  severity: 'information',
  family: 'security',
  title: 'Secret in clear text',
  why: 'Anyone who can read the file has the password or key. The server knows no other way to be told, so the rights of the file must protect it.',
  fix: 'Give the file to the user of the server and take all rights from others (`chmod 600`); keep it out of version control.',
  bad: '[module::Registrar]\ndb-implementation=redis\nredis-auth-password=Wm4-kPx9\n',
  good: '[module::Registrar]\ndb-implementation=redis\n',
  on: 'setting',
  check(subject) {
    const { item, entry } = subject;
    if (entry.value.trim() === '' || entry.value === item.default || !holdsSecret(item.key, entry.value))
      return undefined;
    const text = message(
      'This line holds a secret in clear text.',
      'Anyone who can read the file can use it.',
      'Let only the user of the server read the file.',
    );
    return [{ ...atKey(subject), message: text }];
  },
};

function holdsSecret(key: string, value: string): boolean {
  if (/(^|-)(password|api-key|api-keys|token|secret|salt)$/.test(key)) return true;
  if (!/connection(-string)?$|^datasource$/.test(key)) return false;
  return /\b(password|pass|pwd)\s*=\s*['"]?[^'"\s;]/i.test(value);
}
