import { message } from '../../../../rules/rule.ts';
import type { EntryRule } from './rule.ts';

export const replacedHash: EntryRule = {
  code: 'flexisip-users/replaced-hash',
  severity: 'warning',
  family: 'passwords',
  title: 'Hash that a clear-text password overrides',
  why: 'A `clrtxt` entry overrides the passwords before it on the line; the server computes both hashes from it.',
  fix: 'Keep either the clear-text password or the hashes.',
  bad: 'version:1\nbob@example.org md5:97ffb1c6af18e5687bf26cdf35e45d30 clrtxt:secret ;\n',
  good: 'version:1\nbob@example.org md5:97ffb1c6af18e5687bf26cdf35e45d30 ;\n',
  on: 'entry',
  *check(entry, line) {
    const last = entry.passwords.findLastIndex(({ algorithm }) => algorithm.text === 'clrtxt');
    for (const { algorithm, value } of entry.passwords.slice(0, Math.max(0, last))) {
      yield {
        line,
        start: algorithm.start,
        end: value.end,
        message: message(
          'The clear-text password after this hash overrides it.',
          'The server silently ignores the hash.',
          'Keep one of the two.',
        ),
        tag: 'unnecessary',
      };
    }
  },
};
