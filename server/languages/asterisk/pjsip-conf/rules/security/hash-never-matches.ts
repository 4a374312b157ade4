import { message } from '../../../../../rules/rule.ts';
import { atValue, type ObjectRule, replacing } from '../rule.ts';

export const hashNeverMatches: ObjectRule = {
  code: 'pjsip-conf/hash-never-matches',
  severity: 'warning',
  habit: 'rule',
  family: 'security',
  title: 'Hash that no password can match',
  why: 'Asterisk accepts any text of the right length as a hash and compares it literally with lowercase hexadecimal digits. Uppercase letters, or letters after f, never match: every call and registration is refused, and no message explains why.',
  fix: 'Write the hash in lowercase.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\nmd5_cred=0123456789ABCDEF0123456789ABCDEF\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\nmd5_cred=0123456789abcdef0123456789abcdef\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  types: ['auth'],
  options: ['md5_cred', 'password_digest'],
  on: 'object',
  *check(object) {
    for (const setting of object.settings) {
      const { option, value } = setting;
      if ((option.key !== 'md5_cred' && option.key !== 'password_digest') || value === '') continue;
      const digests = value.split(',').map(item => item.slice(item.indexOf(':') + 1).trim());
      if (digests.every(digest => /^[\da-f]*$/.test(digest))) continue;
      const isUpper = digests.every(digest => /^[\da-f]*$/i.test(digest));
      const what = isUpper
        ? 'A hash matches only in lowercase.'
        : 'The hash contains characters that are not hexadecimal digits.';
      const fixes =
        isUpper && option.key === 'md5_cred'
          ? [replacing('Change to lowercase', atValue(setting), value.toLowerCase(), true)]
          : [];
      yield {
        ...atValue(setting),
        message: message(what, 'No password matches it.', 'Use lowercase hexadecimal digits.'),
        fixes,
      };
    }
  },
};
