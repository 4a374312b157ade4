import { message } from '../../../../rules/rule.ts';
import { inValue, replacing, type SettingRule } from '../rule.ts';

export const trailingTab: SettingRule = {
  code: 'flexisip-conf/trailing-tab',
  severity: 'warning',
  family: 'reading',
  title: 'Tab at the end of a value',
  why: 'The server removes spaces from the end of a value, but not tabs. A path or host name that ends in a tab is a different one.',
  fix: 'Remove the tab.',
  bad: '[module::Authentication]\nfile-path=/etc/flexisip/users.txt\t\n',
  good: '[module::Authentication]\nfile-path=/etc/flexisip/users.txt\n',
  on: 'setting',
  check(subject) {
    const match = /[\t ]*\t[\t ]*\r?$/.exec(subject.entry.value);
    if (match === null) return undefined;
    const at = inValue(subject, match.index, subject.entry.value.length);
    return [
      {
        ...at,
        message: message(
          'This value ends in a tab.',
          'The server keeps it as part of the value.',
          'Remove the tab.',
        ),
        fixes: [replacing('Remove the tab', at, '', true)],
      },
    ];
  },
};
