import { message } from '../../../../rules/rule.ts';
import { booleanOf } from '../../facts/values.ts';
import { atValue, type SettingRule } from '../rule.ts';

export const rateLimitOff: SettingRule = {
  code: 'flexisip-conf/rate-limit-off',
  severity: 'information',
  family: 'security',
  title: 'No limit on the number of messages',
  why: 'Without the DoSProtection module one address may send as many messages, and guess as many passwords, as it likes.',
  fix: 'Leave the module on, or limit the rate in a firewall in front.',
  bad: '[module::DoSProtection]\nenabled=false\n',
  good: '[module::DoSProtection]\nenabled=true\n',
  on: 'setting',
  check(subject) {
    const { item, entry, sectionFacts } = subject;
    if (sectionFacts.name !== 'module::DoSProtection' || item.key !== 'enabled') return undefined;
    if (booleanOf(entry.value) !== false) return undefined;
    const text = message(
      'Nothing limits the messages of one address.',
      'Passwords can be guessed without end.',
      'Leave the module on, or limit the rate in a firewall in front.',
    );
    return [{ ...atValue(subject), message: text }];
  },
};
