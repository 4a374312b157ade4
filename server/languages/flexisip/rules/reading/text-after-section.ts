import { message } from '../../../../rules/rule.ts';
import { type LineRule, replacing } from '../rule.ts';

export const textAfterSection: LineRule = {
  code: 'flexisip-conf/text-after-section',
  severity: 'warning',
  family: 'reading',
  title: 'Text in or after a section header that has no effect',
  why: 'The name of a section is the first word between the brackets; the server ignores any other words, and everything after the `]`, even a setting.',
  fix: 'Move the setting to a separate line.',
  bad: '[global] log-level=error\n',
  good: '[global]\nlog-level=error\n',
  on: 'line',
  kinds: ['section'],
  *check({ source, sectionIndex, line }) {
    const { statement, text } = source;
    if (statement.kind !== 'section') return;
    const words = text.slice(statement.nameEnd, statement.close).trim();
    if (words !== '') {
      const at = { sectionIndex, line, start: statement.nameEnd, end: statement.close };
      const what = `Only "${statement.name}" is the name of this section.`;
      yield { ...at, message: message(what, 'The server ignores the words after it.', 'Remove them.') };
    }
    const rest = text.slice(statement.close + 1).trimEnd();
    if (rest.trim() === '' || /^\s*[#;]/.test(rest)) return;
    const at = { sectionIndex, line, start: statement.close + 1, end: statement.close + 1 + rest.length };
    yield {
      ...at,
      message: message(
        'The server ignores everything after the `]`.',
        'A setting there has no effect.',
        'Move it to a separate line.',
      ),
      fixes: [replacing('Move it to a separate line', at, `\n${rest.trim()}`, true)],
    };
  },
};
