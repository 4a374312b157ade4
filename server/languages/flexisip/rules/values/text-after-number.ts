import { message } from '../../../../rules/rule.ts';
import { isSince } from '../../facts/facts.ts';
import { readInteger, readValue } from '../../facts/values.ts';
import { atValue, inValue, replacing, type SettingRule } from '../rule.ts';

export const textAfterNumber: SettingRule = {
  code: 'flexisip-conf/text-after-number',
  severity: 'warning',
  family: 'values',
  title: 'Text behind a number that the server drops',
  why: 'The server reads the digits and silently drops the rest: `10min` is 10, whatever the unit of the item is. Durations with units came with 2.4.',
  fix: 'Write the number in the unit of the item.',
  bad: '[module::Router]\nmax-call-diversions=10 # calls\n',
  good: '[module::Router]\nmax-call-diversions=10\n',
  on: 'setting',
  check(subject) {
    const { entry, type, item, version } = subject;
    if (type !== 'Integer' && type !== 'IntegerRange' && type !== 'ByteSize') return undefined;
    const value = entry.value.replace(/\r$/, '');
    const read = readValue(type, value, version);
    if (!read.ok || read.rest === undefined) return undefined;
    if (read.rest === 'reversed') {
      const what = 'The first number of this range is greater than the second.';
      return [
        { ...atValue(subject), message: message(what, 'No port or number lies in it.', 'Swap the numbers.') },
      ];
    }
    if (read.rest.trim() === '') return undefined;
    if (read.rest === value) {
      const what = 'This value holds no number.';
      return [
        { ...atValue(subject), message: message(what, 'The server reads it as 0.', 'Write a number.') },
      ];
    }
    const first = readInteger(value);
    const digits = value.length - (first.ok ? (first.rest?.length ?? 0) : 0);
    const rest = type === 'Integer' ? digits : value.length - read.rest.length;
    const isDuration = item.type.startsWith('Duration') && !isSince(version, '2.4.0-beta');
    const at = inValue(subject, rest, value.length);
    return [
      {
        ...at,
        message: message(
          'The server drops this text behind the number.',
          isDuration ? 'Units came with 2.4: only the digits count.' : 'Only the digits count.',
          'Write nothing but the number.',
        ),
        fixes: [replacing('Remove the text', at, '', !isDuration)],
      },
    ];
  },
};
