import { message } from '../../../../../rules/rule.ts';
import { unreadIncludes } from '../../../config/faults/unreadInclude.ts';
import type { ReadingRule } from '../rule.ts';

export const includeNotRead: ReadingRule = {
  code: 'sip-conf/include-not-read',
  severity: 'hint',
  family: 'includes',
  title: 'Included file that cannot be read here',
  why: 'The path leads to a folder that is not on this machine, so the content of the file is unknown. Templates, sections and options that seem to be missing may be in it, so they are not reported.',
  fix: 'Open the whole configuration folder, or copy the included files next to this one.',
  bad: '',
  good: '',
  on: 'reading',
  *check(_reading, model) {
    for (const { path, ...at } of unreadIncludes(model)) {
      const what = `The content of "${path}" is unknown here.`;
      const why = 'Missing sections and options are not reported, because they may be in that file.';
      yield { ...at, message: message(what, why, 'Open the whole configuration folder.') };
    }
  },
};
