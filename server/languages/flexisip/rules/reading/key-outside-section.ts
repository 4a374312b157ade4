import { message } from '../../../../rules/rule.ts';
import { atKey, type LineRule } from '../rule.ts';

export const keyOutsideSection: LineRule = {
  code: 'flexisip-conf/key-outside-section',
  severity: 'warning',
  family: 'reading',
  title: 'Key in front of the first section',
  why: 'Keys belong to the section above them. Those above all sections are dropped, with a message that the log file does not get.',
  fix: 'Put the key into its section.',
  bad: 'log-level=error\n[global]\n',
  good: '[global]\nlog-level=error\n',
  on: 'line',
  check(subject) {
    const { statement } = subject.source;
    if (subject.section.header !== undefined || statement.kind !== 'entry') return undefined;
    if (statement.key.startsWith('\uFEFF')) return undefined;
    const text = message(
      `"${statement.key}" stands in no section.`,
      'The server drops it.',
      'Put it below its section line, such as `[global]`.',
    );
    return [{ ...atKey({ ...subject, entry: statement }), message: text }];
  },
};
