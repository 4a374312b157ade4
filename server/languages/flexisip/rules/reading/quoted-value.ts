import { message } from '../../../../rules/rule.ts';
import { TEXT_EXPRESSIONS } from '../../expressions/expressionSettings.ts';
import { atValue, replacing, type SettingRule } from '../rule.ts';

export const quotedValue: SettingRule = {
  code: 'flexisip-conf/quoted-value',
  severity: 'warning',
  family: 'reading',
  title: 'Quotes around a value',
  why: 'Quotes are ordinary characters for the server: they become part of the value.',
  fix: 'Remove the quotes.',
  bad: '[module::Authentication]\nfile-path="/etc/flexisip/users.txt"\n',
  good: '[module::Authentication]\nfile-path=/etc/flexisip/users.txt\n',
  on: 'setting',
  types: ['String', 'StringList'],
  check(subject) {
    const { entry } = subject;
    if (
      TEXT_EXPRESSIONS.has(subject.item.key) ||
      !/^(["']).*\1$/s.test(entry.value) ||
      entry.value.length < 2
    ) {
      return undefined;
    }
    const inner = entry.value.slice(1, -1);
    if (inner.includes(entry.value.charAt(0))) return undefined;
    const at = atValue(subject);
    return [
      {
        ...at,
        message: message(
          'The quotes are part of this value.',
          'The server does not remove quotes.',
          'Remove the quotes.',
        ),
        fixes: [replacing('Remove the quotes', at, inner, true)],
      },
    ];
  },
};
