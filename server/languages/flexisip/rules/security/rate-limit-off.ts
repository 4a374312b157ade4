import { message } from '../../../../rules/rule.ts';
import { booleanOf } from '../../facts/values.ts';
import { atValue, type SettingRule } from '../rule.ts';

export const rateLimitOff: SettingRule = {
  code: 'flexisip-conf/rate-limit-off',
  severity: 'information',
  family: 'security',
  title: 'No limit on the number of messages',
  why: 'Without the DoSProtection module, one address can send any number of messages and guess any number of passwords.',
  fix: 'Keep the module enabled, or limit the rate with a firewall in front of the server.',
  bad: '[module::DoSProtection]\nenabled=false\n',
  good: '[module::DoSProtection]\nenabled=true\n',
  on: 'setting',
  keys: ['enabled'],
  check(subject) {
    const { entry, sectionFacts } = subject;
    if (sectionFacts.name !== 'module::DoSProtection' || booleanOf(entry.value) !== false) return undefined;
    const text = message(
      'Nothing limits the number of messages from one address.',
      'An attacker can guess any number of passwords.',
      'Keep the module enabled, or limit the rate with a firewall in front of the server.',
    );
    return [{ ...atValue(subject), message: text }];
  },
};
