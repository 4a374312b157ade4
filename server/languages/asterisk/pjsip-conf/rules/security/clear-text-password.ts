import { message } from '../../../../../rules/rule.ts';
import { isForCallers } from '../../model/access.ts';
import { lastOf } from '../../model/object.ts';
import { atValue, type ObjectRule } from '../rule.ts';

export const clearTextPassword: ObjectRule = {
  code: 'pjsip-conf/clear-text-password',
  severity: 'hint',
  habit: 'rule',
  family: 'security',
  title: 'Plain-text password',
  why: 'Anyone who sees this file, a backup or the screen has the password. `md5_cred` contains a hash that is valid only for this user name and realm.',
  fix: 'Set `auth_type=md5` and replace `password` with `md5_cred`, the MD5 hash of `username:realm:password`; the phone keeps its password.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\nauth_type=md5\nrealm=asterisk\nmd5_cred=0123456789abcdef0123456789abcdef\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  types: ['auth'],
  options: ['password'],
  on: 'object',
  isIndividual: true,
  check(object, model) {
    const setting = lastOf(object.settings, 'password');
    if (object.loss !== undefined || object.isMade || setting === undefined || setting.value === '')
      return undefined;
    if (setting.entry.key !== object.entry.key || !isForCallers(object, model)) return undefined;
    const { place, line, start, end } = atValue(setting);
    return [{ place, line, start, end, message: text }];
  },
};

/** The same for every password of a file. */
const text = message(
  'Anyone who can read the file can read this password.',
  'It works from any phone.',
  'Replace it with md5_cred.',
);
