import { message } from '../../../../rules/rule.ts';
import { type LineRule, replacing } from '../rule.ts';

export const wordsBeforeEquals: LineRule = {
  code: 'flexisip-conf/words-before-equals',
  severity: 'warning',
  family: 'reading',
  title: 'More than one word before the equals sign',
  why: 'The key is the first word of the line. The server silently ignores the words between it and the `=`.',
  fix: 'Write only the key before the `=`.',
  bad: '[global]\nlog-level is = error\n',
  good: '[global]\nlog-level = error\n',
  on: 'line',
  kinds: ['setting', 'entry'],
  check({ source, sectionIndex, line }) {
    const { statement, text } = source;
    if (statement.kind !== 'entry') return undefined;
    const between = text.slice(statement.keyEnd, statement.equals).trim();
    if (between === '') return undefined;
    const at = { sectionIndex, line, start: statement.keyEnd, end: statement.equals };
    const what = `Only "${statement.key}" is the key of this line.`;
    return [
      {
        ...at,
        message: message(what, 'The server ignores the words between it and the `=`.', 'Remove them.'),
        fixes: [replacing('Remove the words', at, '')],
      },
    ];
  },
};
