import { message } from '../../../../rules/rule.ts';
import { settingWithCarriageReturn } from '../../expressions/lineEnds.ts';
import { atValue, type FileRule } from '../rule.ts';

export const carriageReturnInText: FileRule = {
  code: 'flexisip-conf/carriage-return-in-text',
  severity: 'warning',
  family: 'reading',
  title: 'File with CR LF line endings',
  why: 'The carriage return stays at the end of every value. It changes host names, paths and the last word of a list.',
  fix: 'Save the file with LF line endings.',
  bad: '[global]\r\ndefault-servers=proxy\r\n',
  good: '[global]\ndefault-servers=proxy\n',
  on: 'file',
  check(model) {
    if (settingWithCarriageReturn(model, 'refused') !== undefined) return undefined;
    const setting = settingWithCarriageReturn(model, 'any');
    if (setting === undefined) return undefined;
    return [
      {
        ...atValue(setting),
        message: message(
          'This line ends in CR LF.',
          'The server keeps the carriage return as part of every value in the file.',
          'Save the file with LF line endings.',
        ),
      },
    ];
  },
};
