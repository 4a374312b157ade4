import { message } from '../../../../rules/rule.ts';
import { settingWithCarriageReturn } from '../../expressions/lineEnds.ts';
import { atValue, type FileRule } from '../rule.ts';

export const carriageReturn: FileRule = {
  code: 'flexisip-conf/carriage-return',
  severity: 'error',
  family: 'reading',
  title: 'File with CR LF line endings that the server refuses',
  why: 'The carriage return stays at the end of every value. The server refuses such Booleans, expressions and durations, and does not start.',
  fix: 'Save the file with LF line endings.',
  bad: '[global]\r\nauto-respawn=true\r\n',
  good: '[global]\nauto-respawn=true\n',
  on: 'file',
  check(model) {
    const setting = settingWithCarriageReturn(model, 'refused');
    if (setting === undefined) return undefined;
    return [
      {
        ...atValue(setting),
        message: message(
          'This line ends in a carriage return, which is part of the value.',
          'The server refuses this value and does not start.',
          'Save the file with LF line endings.',
        ),
      },
    ];
  },
};
