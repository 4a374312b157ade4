import { message } from '../../../rules/rule.ts';
import { atLine, type ReadingRule } from '../rule.ts';

export const optionBeforeSection: ReadingRule = {
  code: 'sip-conf/option-before-section',
  severity: 'error',
  family: 'syntax',
  title: 'Option before the first section',
  why: 'The server stops reading the file here and refuses it as a whole: chan_sip does not load.',
  fix: 'Put a header such as `[general]` above the line.',
  bad: 'allowguest=no\n[general]\n',
  good: '[general]\nallowguest=no\n',
  on: 'reading',
  *check({ preamble }) {
    if (preamble === undefined) return;
    const { lines } = preamble.section;
    for (let line = 0; line < lines.length; line++) {
      if (lines[line]?.kind !== 'option') continue;
      yield {
        ...atLine(preamble, line),
        message: message(
          'This option stands before the first section.',
          'The server refuses the whole file, and chan_sip does not load.',
          'Put [general] above it.',
        ),
        fixes: [
          {
            title: 'Insert [general] above',
            edits: [{ place: preamble, line, start: 0, end: 0, newText: '[general]\n' }],
          },
        ],
      };
      return;
    }
  },
};
