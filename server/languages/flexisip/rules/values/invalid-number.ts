import { message } from '../../../../rules/rule.ts';
import { type ItemFacts, isSince, type Version } from '../../facts/facts.ts';
import { isReadAtStart } from '../../model/readAtStart.ts';
import { invalidNumbers } from '../invalidNumbers.ts';
import { atValue, type FileRule } from '../rule.ts';

export const invalidNumber: FileRule = {
  code: 'flexisip-conf/invalid-number',
  severity: 'error',
  family: 'values',
  title: 'Value that is not a number, range or duration',
  why: 'The part of the server that reads the value fails, and the server does not start. A duration is a number, optionally followed by one unit without a space, and the unit cannot be smaller than that of the item.',
  fix: 'Write a number; for a duration, one such as `90`, `250ms`, `10min` or `1d`.',
  bad: '[global]\nwatchdog-notify-interval=1s\nidle-timeout=one hour\n',
  good: '[global]\nwatchdog-notify-interval=1s\nidle-timeout=1h\n',
  on: 'file',
  differsByRelease: true,
  *check(model) {
    for (const { setting, value, problem } of invalidNumbers(model)) {
      const { item } = setting;
      if (!isReadAtStart(model, item.section) || wasDefault(item, value, model.version)) continue;
      const what = `This value ${problem}.`;
      yield {
        ...atValue(setting),
        message: message(what, 'The server does not start.', 'Correct the value.'),
      };
    }
  },
};

/** Printed defaults of 2.4 contain values that its later releases refuse, such as `force-expires=-1`. */
function wasDefault(item: ItemFacts, value: string, version: Version): boolean {
  return !isSince(version, '2.5.0-alpha') && item.history.some(entry => entry.default === value);
}
