import { message } from '../../../../rules/rule.ts';
import { computeHa1 } from '../../../../sip/digest/digest.ts';
import type { Fix } from '../model/finding.ts';
import type { EntryRule } from './rule.ts';

export const clearTextPassword: EntryRule = {
  code: 'flexisip-users/clear-text-password',
  severity: 'information',
  family: 'security',
  title: 'Password in clear text',
  why: 'Anyone who can read the file has the password, and people often use a password elsewhere too. A hash of `user:domain:password` is enough for the server.',
  fix: 'Store `md5:` and `sha256:` hashes instead.',
  bad: 'version:1\nbob@example.org clrtxt:secret ;\n',
  good: 'version:1\nbob@example.org sha256:8be01ad9dc03ef2a610bf13c7e307e78dd72c973ad365eb2b128505f8dbeaa74 ;\n',
  on: 'entry',
  *check(entry, line) {
    for (const { algorithm, value } of entry.passwords) {
      if (algorithm.text.toLowerCase() !== 'clrtxt') continue;
      const user = (entry.user?.text ?? '').replaceAll('%20', ' ');
      const at = { line, start: algorithm.start, end: value.end };
      const hash = (name: 'MD5' | 'SHA-256'): string => computeHa1(name, user, entry.domain.text, value.text);
      const fixes: Fix[] = [
        { title: 'Replace with its SHA-256 hash', edits: [{ ...at, newText: `sha256:${hash('SHA-256')}` }] },
        {
          title: 'Replace with its MD5 and SHA-256 hashes',
          edits: [{ ...at, newText: `md5:${hash('MD5')} sha256:${hash('SHA-256')}` }],
        },
      ];
      yield {
        ...at,
        message: message(
          'This password is in clear text.',
          'Anyone who can read the file can use it, here and elsewhere.',
          'Store its hash.',
        ),
        fixes: entry.passwords.length === 1 ? fixes : [],
      };
    }
  },
};
