import { message } from '../../../rules/rule.ts';
import { atValue, type SettingRule } from '../rule.ts';
import { readInteger } from '../values.ts';

export const numberOutOfRange: SettingRule = {
  code: 'flexisip-conf/number-out-of-range',
  severity: 'warning',
  family: 'values',
  title: 'Number outside of its range',
  why: 'The item only makes sense between its limits; what the server does beyond them differs.',
  fix: 'Write a number between the limits.',
  bad: '[module::PushNotification]\nregister-wakeup-threshold=150\n',
  good: '[module::PushNotification]\nregister-wakeup-threshold=50\n',
  on: 'setting',
  check(subject) {
    const [min, max] = limits(subject);
    if (min === undefined || max === undefined || !subject.type.startsWith('Integer')) return undefined;
    const outside = subject.entry.value.split(subject.type === 'IntegerRange' ? '-' : '\n').find(part => {
      const read = readInteger(part);
      return read.ok && read.number !== undefined && (read.number < min || read.number > max);
    });
    if (outside === undefined) return undefined;
    const what = `This number is not between ${min} and ${max}.`;
    return [
      {
        ...atValue(subject),
        message: message(what, 'The item makes no sense beyond.', 'Correct the number.'),
      },
    ];
  },
};

/** Limits from the facts; keys that hold ports are limited by nature. */
function limits({ item }: { item: { key: string; range: readonly number[] } }): readonly number[] {
  if (item.range.length === 2) return item.range;
  return /(^|-)port(-range)?(-min|-max)?$/.test(item.key) ? [0, 65535] : [];
}
