import { message } from '../../../../../rules/rule.ts';
import { unreadIncludes } from '../../../config/faults/unreadInclude.ts';
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
    for (const { path, ...at } of unreadIncludes(model)) {
      const what = `What "${path}" holds is not known here.`;
      const why = 'What it may bring is not reported as missing.';
      yield { ...at, message: message(what, why, 'Open the whole folder to have it read.') };
    }
  },
};
