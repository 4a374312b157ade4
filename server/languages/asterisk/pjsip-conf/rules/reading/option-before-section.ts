import { message } from '../../../../../rules/rule.ts';
import { startsInUnread } from '../../../config/unread.ts';
import { atLine, type WholeRule } from '../rule.ts';
import { whyStop } from '../texts.ts';

export const optionBeforeSection: WholeRule = {
  code: 'pjsip-conf/option-before-section',
  severity: 'error',
  family: 'reading',
  title: 'Option before the first section',
  why: 'Asterisk stops reading the file here and refuses all of it, so there is no transport and no endpoint.',
  fix: 'Put a section header above the line.',
  bad: 'user_agent=PBX\n[udp]\ntype=transport\nbind=0.0.0.0\n\n',
  good: '[global]\nuser_agent=PBX\n\n[udp]\ntype=transport\nbind=0.0.0.0\n\n',
  on: 'whole',
  *check(model) {
    for (const preamble of model.conf.reading.preambles) {
      const line = preamble.section.lines.findIndex(({ kind }) => kind === 'option');
      if (line < 0 || startsInUnread(model.conf)) continue;
      yield {
        ...atLine(preamble, line),
        message: message(
          'This option is before the first section.',
          whyStop(model, preamble.file),
          'Put a header such as [global] above it.',
        ),
      };
    }
  },
};
