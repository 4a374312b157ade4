import { message } from '../../../../rules/rule.ts';
import { isSince } from '../../facts/facts.ts';
import { readInteger, readValue } from '../../facts/values.ts';
import { atValue, inValue, replacing, type SettingRule } from '../rule.ts';

export const textAfterNumber: SettingRule = {
  code: 'flexisip-conf/text-after-number',
  severity: 'warning',
  family: 'values',
  title: 'Text after a number that the server ignores',
  why: 'The server reads the digits and silently ignores the rest: `10min` is 10, whatever the unit of the item. Durations with units were added in 2.4.',
  fix: 'Write the number in the unit of the item.',
  bad: '[module::Router]\nmax-call-diversions=10 # calls\n',
  good: '[module::Router]\nmax-call-diversions=10\n',
  on: 'setting',
  types: ['Integer', 'IntegerRange', 'ByteSize'],
  check(subject) {
    const { entry, type, item, version } = subject;
    const value = entry.value.replace(/\r$/, '');
    const read = readValue(type, value, version);
    if (!read.ok || read.rest === undefined) return undefined;
    if (read.rest === 'reversed') {
      const what = 'The first number of this range is larger than the second.';
      return [
        {
          ...atValue(subject),
          message: message(what, 'The range contains no port or number.', 'Swap the numbers.'),
        },
      ];
    }
    if (read.rest.trim() === '') return undefined;
    if (read.rest === value) {
      const what = 'This value does not contain a number.';
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
          'The server ignores this text after the number.',
          isDuration ? 'Units were added in 2.4: only the digits count.' : 'Only the digits count.',
          'Write only the number.',
        ),
        fixes: [replacing('Remove the text', at, '', !isDuration)],
      },
    ];
  },
};
