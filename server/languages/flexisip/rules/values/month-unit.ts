import { message } from '../../../../rules/rule.ts';
import { atValue, replacing, type SettingRule } from '../rule.ts';

export const monthUnit: SettingRule = {
  code: 'flexisip-conf/month-unit',
  severity: 'warning',
  family: 'values',
  title: 'Duration in months where minutes may be meant',
  why: '`m` stands for a month of 30.4 days; a minute is `min`.',
  fix: 'Write `min` for minutes; write months in days, so that the next reader is not misled.',
  bad: '[global]\nwatchdog-notify-interval=1s\nidle-timeout=5m\n',
  good: '[global]\nwatchdog-notify-interval=1s\nidle-timeout=5min\n',
  on: 'setting',
  check(subject) {
    const match = /^(\d+)m$/.exec(subject.entry.value);
    if (match === null || !subject.type.startsWith('Duration')) return undefined;
    const [, digits = ''] = match;
    const at = atValue(subject);
    return [
      {
        ...at,
        message: message(
          '`m` stands for months.',
          'A month is 30.4 days.',
          'Write `min` if minutes are meant.',
        ),
        fixes: [
          replacing('Change to minutes', at, `${digits}min`),
          replacing('Write the months in days', at, `${Math.round(Number(digits) * 30.436875)}d`),
        ],
      },
    ];
  },
};
