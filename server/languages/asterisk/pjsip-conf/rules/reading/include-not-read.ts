import { message } from '../../../../../rules/rule.ts';
import { unreadPlaces } from '../../../config/unread.ts';
import type { WholeRule } from '../rule.ts';

export const includeNotRead: WholeRule = {
  code: 'pjsip-conf/include-not-read',
  severity: 'hint',
  family: 'reading',
  title: 'Included file that lies where nobody can look',
  why: 'The path leads to a folder that is not on this machine, so nobody knows what the file holds. Objects that seem to be missing may stand there, and are not reported.',
  fix: 'Open the whole configuration folder, or copy the included files beside this one.',
  bad: '',
  good: '',
  on: 'whole',
  *check(model) {
    for (const { place, line } of unreadPlaces(model.conf)) {
      const text = place.section.lines[line];
      if (text?.kind !== 'directive' || text.argument === undefined || text.word === 'exec') continue;
      if (model.project.resolve(place.file, text.argument)?.length === 0) continue;
      yield {
        ...{ place, line, start: text.argumentStart, end: text.argumentEnd },
        message: message(
          `What "${text.argument}" holds is not known here.`,
          'Objects that are missing here are not reported.',
          'Open the whole folder to have it read.',
        ),
      };
    }
  },
};
