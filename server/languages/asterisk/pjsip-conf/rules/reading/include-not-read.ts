import { message } from '../../../../../rules/rule.ts';
import { unreadIncludes } from '../../../config/faults/unreadInclude.ts';
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
    for (const { path, ...at } of unreadIncludes(model.conf)) {
      const what = `What "${path}" holds is not known here.`;
      const why = 'Objects that are missing here are not reported.';
      yield { ...at, message: message(what, why, 'Open the whole folder to have it read.') };
    }
  },
};
