import { message } from '../../../../rules/rule.ts';
import { atKey, type LineRule } from '../rule.ts';

export const keyOutsideSection: LineRule = {
  code: 'flexisip-conf/key-outside-section',
  severity: 'warning',
  family: 'reading',
  title: 'Key before the first section',
  why: 'Keys belong to the section above them. The server ignores keys above the first section, with a message that does not reach the log file.',
  fix: 'Move the key to its section.',
  bad: 'log-level=error\n[global]\n',
  good: '[global]\nlog-level=error\n',
  on: 'line',
  kinds: ['entry'],
  check(subject) {
    const { statement } = subject.source;
    if (subject.section.header !== undefined || statement.kind !== 'entry') return undefined;
    if (statement.key.startsWith('\uFEFF')) return undefined;
    const text = message(
      `"${statement.key}" is not in a section.`,
      'The server ignores it.',
      'Move it below a section line such as `[global]`.',
    );
    return [{ ...atKey({ ...subject, entry: statement }), message: text }];
  },
};
