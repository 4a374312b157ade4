import { message } from '../../../../rules/rule.ts';
import { userKey } from '../model/model.ts';
import type { FileRule } from './rule.ts';

export const duplicateUser: FileRule = {
  code: 'flexisip-users/duplicate-user',
  severity: 'warning',
  family: 'passwords',
  title: 'User who is listed twice',
  why: 'Of two lines with the same user, domain and user ID, the last one silently wins.',
  fix: 'Keep one of the lines.',
  bad: 'version:1\nbob@a.org md5:97ffb1c6af18e5687bf26cdf35e45d30 ;\nbob@a.org md5:97ffb1c6af18e5687bf26cdf35e45d31 ;\n',
  good: 'version:1\nbob@a.org md5:97ffb1c6af18e5687bf26cdf35e45d30 ;\n',
  on: 'file',
  *check(model) {
    if (model.memory.repeated === 0) return;
    const seen = new Map<string, { line: number; start: number; end: number }>();
    for (let line = model.statements.length - 1; line >= 0; line--) {
      const entry = model.statements[line];
      if (entry?.kind !== 'user') continue;
      const at = { line, start: entry.user?.start ?? entry.domain.start, end: entry.domain.end };
      const key = userKey(entry);
      const later = seen.get(key);
      if (later === undefined) {
        seen.set(key, at);
        continue;
      }
      yield {
        ...at,
        message: message(
          'This user is listed again further down.',
          'The last line wins.',
          'Keep one of the lines.',
        ),
        related: [{ ...later, message: 'The line that counts' }],
        tag: 'unnecessary',
      };
    }
  },
};
