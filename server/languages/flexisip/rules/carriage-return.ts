import { message } from '../../../rules/rule.ts';
import { atValue, type FileRule } from '../rule.ts';

export const carriageReturn: FileRule = {
  code: 'flexisip-conf/carriage-return',
  severity: 'warning',
  family: 'reading',
  title: 'File with CR LF line ends',
  why: 'The carriage return stays at the end of every value: Booleans and durations are then refused, and texts such as host names and paths are wrong.',
  fix: 'Save the file with LF line ends.',
  bad: '[global]\r\ndefault-servers=proxy\r\n',
  good: '[global]\ndefault-servers=proxy\n',
  on: 'file',
  check(model) {
    for (const group of model.groups.values()) {
      for (const settings of group.settings.values()) {
        const setting = settings.find(candidate => candidate.entry.value.endsWith('\r'));
        if (setting === undefined) continue;
        return [
          {
            ...atValue(setting),
            message: message(
              'This line ends in CR LF.',
              'The server keeps the carriage return as a part of every value of the file.',
              'Save the file with LF line ends.',
            ),
          },
        ];
      }
    }
    return undefined;
  },
};
