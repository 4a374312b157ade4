import { message } from '../../../../rules/rule.ts';
import { type LineRule, replacing } from '../rule.ts';

export const byteOrderMark: LineRule = {
  code: 'flexisip-conf/byte-order-mark',
  severity: 'warning',
  family: 'reading',
  title: 'Byte order mark in front of the first line',
  why: 'The mark belongs to the first line for the server: a section there is not recognized and its keys are dropped; a comment there may become a key.',
  fix: 'Save the file as UTF-8 without byte order mark.',
  bad: '\uFEFF[global]\nlog-level=error\n',
  good: '[global]\nlog-level=error\n',
  on: 'line',
  check({ source, sectionIndex, line }) {
    if (sectionIndex !== 0 || line !== 0 || !source.text.startsWith('\uFEFF')) return undefined;
    if (!/^\uFEFF *(\[|[^=]*=)/.test(source.text)) return undefined;
    const mark = { sectionIndex, line, start: 0, end: 1 };
    return [
      {
        ...mark,
        message: message(
          'The file starts with a byte order mark.',
          'The server takes it for a part of the first line and does not recognize that line.',
          'Remove the mark.',
        ),
        fixes: [replacing('Remove the mark', mark, '', true)],
      },
    ];
  },
};
