import { message } from '../../../../../rules/rule.ts';
import { unreadPlaces } from '../../../config/unread.ts';
import type { ReadingRule } from '../rule.ts';

export const includeNotRead: ReadingRule = {
  code: 'sip-conf/include-not-read',
  severity: 'hint',
  family: 'includes',
  title: 'Included file that lies where nobody can look',
  why: 'The path leads to a folder that is not on this machine, so nobody knows what the file holds. Templates, sections and options that seem to be missing may stand there, and are not reported.',
  fix: 'Open the whole configuration folder, or copy the included files beside this one.',
  bad: '',
  good: '',
  on: 'reading',
  *check(_reading, model) {
    for (const { place, line } of unreadPlaces(model)) {
      const text = place.section.lines[line];
      if (text?.kind !== 'directive' || text.argument === undefined || text.word === 'exec') continue;
      // That nothing is there is known, and told as a mistake.
      if (model.project.resolve(place.file, text.argument)?.length === 0) continue;
      const what = `What "${text.argument}" holds is not known here.`;
      const why = 'What it may bring is not reported as missing.';
      yield {
        place,
        line,
        start: text.argumentStart,
        end: text.argumentEnd,
        message: message(what, why, 'Open the whole folder to have it read.'),
      };
    }
  },
};
