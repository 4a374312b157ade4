import { message } from '../../../../rules/rule.ts';
import { typeIn } from '../../facts/facts.ts';
import { readInteger } from '../../facts/values.ts';
import { perSetting } from '../../model/groups.ts';
import { isRefused } from '../../model/refusals.ts';
import { atValue, type FileRule } from '../rule.ts';

export const numberOutOfRange: FileRule = {
  code: 'flexisip-conf/number-out-of-range',
  severity: 'warning',
  family: 'values',
  title: 'Number out of range',
  why: 'The value only makes sense within its limits. What the server does with other values varies.',
  fix: 'Write a number within the limits.',
  bad: '[module::PushNotification]\nregister-wakeup-threshold=150\n',
  good: '[module::PushNotification]\nregister-wakeup-threshold=50\n',
  on: 'file',
  *check(model) {
    for (const { setting, min, max } of outOfRange(model)) {
      const { item } = setting;
      if (isRefused(model, item.section, item.key)) continue;
      const what = `This number is not between ${min} and ${max}.`;
      yield {
        ...atValue(setting),
        message: message(what, 'The value makes no sense outside this range.', 'Correct the number.'),
      };
    }
  },
};

const outOfRange = perSetting((setting, version) => {
  const { item, entry } = setting;
  const type = typeIn(item, version);
  if (!type.startsWith('Integer')) return undefined;
  const [min, max] = limits(item);
  if (min === undefined || max === undefined) return undefined;
  const parts = type === 'IntegerRange' ? entry.value.split('-') : [entry.value];
  const isOutside = parts.some(part => {
    const read = readInteger(part);
    return read.ok && read.number !== undefined && (read.number < min || read.number > max);
  });
  return isOutside ? { setting, min, max } : undefined;
});

/** Limits from the facts; ports have natural limits. */
function limits(item: { readonly key: string; readonly range: readonly number[] }): readonly number[] {
  if (item.range.length === 2) return item.range;
  return /(^|-)port(-range)?(-min|-max)?$/.test(item.key) ? [0, 65535] : [];
}
