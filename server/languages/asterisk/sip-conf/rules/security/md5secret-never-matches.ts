import { message } from '../../../../../rules/rule.ts';
import { atValue, type OptionRule, replacing } from '../rule.ts';

export const md5secretNeverMatches: OptionRule = {
  code: 'sip-conf/md5secret-never-matches',
  severity: 'warning',
  habit: 'message',
  family: 'security',
  title: 'Hash that no password can match',
  why: 'The server compares the text literally with 32 lowercase hexadecimal digits. Uppercase letters, another length or the password itself never match: every call and registration is refused, and no message explains why.',
  fix: 'Write the MD5 hash of `name:realm:password` in lowercase.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nmd5secret=0123456789ABCDEF0123456789ABCDEF\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nmd5secret=0123456789abcdef0123456789abcdef\n',
  on: 'option',
  options: ['md5secret'],
  check(subject) {
    const { value } = subject.option;
    if (subject.role === 'general' || value === '' || /^[0-9a-f]{32}$/.test(value)) return undefined;
    const at = atValue(subject);
    const why = 'Every call and registration is refused.';
    if (/^[0-9a-f]{32}$/i.test(value)) {
      const fixes = [replacing('Change to lowercase', at, value.toLowerCase(), true)];
      return [
        {
          ...at,
          message: message('A hash matches only in lowercase.', why, 'Write it in lowercase.'),
          fixes,
        },
      ];
    }
    return [
      {
        ...at,
        message: message(
          'This is not an MD5 hash of 32 hexadecimal digits.',
          why,
          'Write the MD5 hash of name:realm:password.',
        ),
      },
    ];
  },
};
