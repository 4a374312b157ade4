import { message } from '../../../../rules/rule.ts';
import { inValue, replacing, type SettingRule } from '../rule.ts';

export const commentInValue: SettingRule = {
  code: 'flexisip-conf/comment-in-value',
  severity: 'warning',
  family: 'reading',
  title: 'Comment that is part of the value',
  why: 'There are no comments at the end of a line: everything after the `=` is the value.',
  fix: 'Move the comment to a separate line above.',
  bad: '[module::Registrar]\nreg-domains=example.org # ours\n',
  good: '# ours\n[module::Registrar]\nreg-domains=example.org\n',
  on: 'setting',
  types: ['ByteSize', 'Integer', 'IntegerRange', 'String', 'StringList'],
  check(subject) {
    const { entry, type } = subject;
    const match = (type === 'StringList' ? /(^|[ \t])[#;]/ : /[ \t]#/).exec(entry.value);
    if (match === null) return undefined;
    const at = inValue(subject, match.index, entry.value.length);
    return [
      {
        ...at,
        message: message(
          'This text is part of the value.',
          'There are no comments at the end of a line.',
          'Move the comment to a separate line that starts with `#`.',
        ),
        fixes: [replacing('Remove the comment', at, '')],
      },
    ];
  },
};
