import { message } from '../../../../rules/rule.ts';
import type { EntryRule } from './rule.ts';

export const wrongHashLength: EntryRule = {
  code: 'flexisip-users/wrong-hash-length',
  severity: 'warning',
  family: 'passwords',
  title: 'Hash of the wrong length',
  why: 'An MD5 hash has 32 hexadecimal digits, a SHA-256 hash has 64. The server stores anything else as is, and it never matches.',
  fix: 'Store the hash of `user:domain:password`, in hexadecimal digits.',
  bad: 'version:1\nbob@example.org md5:97ffb1c6af18 ;\n',
  good: 'version:1\nbob@example.org md5:97ffb1c6af18e5687bf26cdf35e45d30 ;\n',
  on: 'entry',
  *check(entry, line) {
    for (const { algorithm, value } of entry.passwords) {
      const length = { md5: 32, sha256: 64 }[algorithm.text.toLowerCase()];
      if (length === undefined || (value.text.length === length && /^[0-9a-f]+$/i.test(value.text))) continue;
      yield {
        line,
        start: value.start,
        end: value.end,
        message: message(
          `This is not a valid ${algorithm.text} hash, which has ${length} hexadecimal digits.`,
          'The server stores it as is, and it never matches.',
          'Store the hash of `user:domain:password`.',
        ),
      };
    }
  },
};
