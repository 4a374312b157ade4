import { message } from '../../../../rules/rule.ts';
import { atKey, type SettingRule } from '../rule.ts';

export const clearTextSecret: SettingRule = {
  code: 'flexisip-conf/clear-text-secret',
  severity: 'information',
  family: 'security',
  title: 'Secret in clear text',
  why: 'Anyone who can read the file has the password or key. The server has no other way to get it, so protect it with file permissions.',
  fix: "Make the server's user the owner of the file, and remove all permissions of others (`chmod 600`). Keep the file out of version control.",
  bad: '[module::Registrar]\ndb-implementation=redis\nredis-auth-password=Wm4-kPx9\n',
  good: '[module::Registrar]\ndb-implementation=redis\n',
  on: 'setting',
  check(subject) {
    const { item, entry } = subject;
    // The expression in force-flow-token.
    if (item.type === 'BooleanExpr') return undefined;
    if (entry.value.trim() === '' || entry.value === item.default || !holdsSecret(item.key, entry.value))
      return undefined;
    const text = message(
      'This line contains a secret in clear text.',
      'Anyone who can read the file can use it.',
      "Allow only the server's user to read the file.",
    );
    return [{ ...atKey(subject), message: text }];
  },
};

function holdsSecret(key: string, value: string): boolean {
  if (/(^|-)(password|api-key|api-keys|token|secret|salt)$/.test(key)) return true;
  if (!/connection(-string)?$|^datasource$/.test(key)) return false;
  return /\b(password|pass|pwd)\s*=\s*['"]?[^'"\s;]/i.test(value);
}
