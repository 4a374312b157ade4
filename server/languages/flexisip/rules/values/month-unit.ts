import { message } from '../../../../rules/rule.ts';
import { atValue, replacing, type SettingRule } from '../rule.ts';

export const monthUnit: SettingRule = {
  code: 'flexisip-conf/month-unit',
  severity: 'warning',
  family: 'values',
  title: 'Duration in months where minutes may be meant',
  why: '`m` means a month of 30.4 days; a minute is `min`.',
  fix: 'Write `min` for minutes. Write months in days, so that readers are not misled.',
  bad: '[global]\nwatchdog-notify-interval=1s\nidle-timeout=5m\n',
  good: '[global]\nwatchdog-notify-interval=1s\nidle-timeout=5min\n',
  on: 'setting',
  types: ['DurationMS', 'DurationS', 'DurationMIN'],
  check(subject) {
    const match = /^(\d+)m$/.exec(subject.entry.value);
    if (match === null) return undefined;
    const [, digits = ''] = match;
    const at = atValue(subject);
    return [
      {
        ...at,
        message: message('`m` means months.', 'A month is 30.4 days.', 'Write `min` if you mean minutes.'),
        fixes: [
          replacing('Change to minutes', at, `${digits}min`),
          replacing('Change to days', at, `${Math.round(Number(digits) * 30.436875)}d`),
        ],
      },
    ];
  },
};
