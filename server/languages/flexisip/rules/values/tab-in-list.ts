import { message } from '../../../../rules/rule.ts';
import { words } from '../../facts/values.ts';
import { inValue, replacing, type SettingRule } from '../rule.ts';

export const tabInList: SettingRule = {
  code: 'flexisip-conf/tab-in-list',
  severity: 'warning',
  family: 'values',
  title: 'Tab between the words of a list',
  why: 'Only spaces separate the words of a list: two words separated by a tab are one word that matches nothing.',
  fix: 'Separate the words with spaces.',
  bad: '[module::Registrar]\nreg-domains=a.org\tb.org\n',
  good: '[module::Registrar]\nreg-domains=a.org b.org\n',
  on: 'setting',
  types: ['StringList'],
  check(subject) {
    const joined = words(subject.entry.value, subject.version).filter(word => /\S\t+\S/.test(word.text));
    return joined.map(word => {
      const at = inValue(subject, word.start, word.start + word.text.length);
      return {
        ...at,
        message: message('A tab does not separate the words of a list.', 'This is one word.', 'Use a space.'),
        fixes: [replacing('Separate the words with spaces', at, word.text.replace(/\t+/g, ' '), true)],
      };
    });
  },
};
