import { message } from '../../../../rules/rule.ts';
import { type LineRule, replacing } from '../rule.ts';

export const textAfterSection: LineRule = {
  code: 'flexisip-conf/text-after-section',
  severity: 'warning',
  family: 'reading',
  title: 'Text in or behind a section line that has no effect',
  why: 'The name of a section is the first word between the brackets; further words are dropped, and so is everything behind the `]`, even a setting.',
  fix: 'Put the setting on a line of its own.',
  bad: '[global] log-level=error\n',
  good: '[global]\nlog-level=error\n',
  on: 'line',
  *check({ source, sectionIndex, line }) {
    const { statement, text } = source;
    if (statement.kind !== 'section') return;
    const words = text.slice(statement.nameEnd, statement.close).trim();
    if (words !== '') {
      const at = { sectionIndex, line, start: statement.nameEnd, end: statement.close };
      const what = `Only "${statement.name}" is the name of this section.`;
      yield { ...at, message: message(what, 'The server drops the words behind it.', 'Remove them.') };
    }
    const rest = text.slice(statement.close + 1).trimEnd();
    if (rest.trim() === '' || /^\s*[#;]/.test(rest)) return;
    const at = { sectionIndex, line, start: statement.close + 1, end: statement.close + 1 + rest.length };
    yield {
      ...at,
      message: message(
        'The server drops what stands behind `]`.',
        'A setting there has no effect.',
        'Put it on a line of its own.',
      ),
      fixes: [replacing('Put it on a line of its own', at, `\n${rest.trim()}`, true)],
    };
  },
};
