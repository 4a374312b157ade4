import { message } from '../../../../rules/rule.ts';
import type { EntryRule } from './rule.ts';

export const upperCaseAlgorithm: EntryRule = {
  code: 'flexisip-users/upper-case-algorithm',
  severity: 'warning',
  family: 'passwords',
  title: 'Algorithm in capital letters',
  why: 'The grammar accepts the words in any case, but the server knows only `clrtxt`, `md5` and `sha256`, in lower case: the entry provides no password.',
  fix: 'Write the word in lower case.',
  bad: 'version:1\nbob@example.org MD5:97ffb1c6af18e5687bf26cdf35e45d30 ;\n',
  good: 'version:1\nbob@example.org md5:97ffb1c6af18e5687bf26cdf35e45d30 ;\n',
  on: 'entry',
  *check(entry, line) {
    for (const { algorithm } of entry.passwords) {
      const lower = algorithm.text.toLowerCase();
      if (lower === algorithm.text) continue;
      const at = { line, start: algorithm.start, end: algorithm.end };
      yield {
        ...at,
        message: message(
          `\`${algorithm.text}\` is not in lower case.`,
          'The server does not know it, so this password never matches.',
          `Write \`${lower}\`.`,
        ),
        fixes: [{ title: `Change to ${lower}`, edits: [{ ...at, newText: lower }], isPreferred: true }],
      };
    }
  },
};
