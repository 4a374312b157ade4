import { message } from '../../../../../rules/rule.ts';
import { isHashOfPasswordAlone } from '../../../values/passwordAlone.ts';
import { storedHash } from '../../model/auth.ts';
import { lastValue } from '../../model/object.ts';
import { atValue, type ObjectRule } from '../rule.ts';
import { named } from '../texts.ts';

export const hashOfPasswordAlone: ObjectRule = {
  code: 'pjsip-conf/hash-of-password-alone',
  severity: 'warning',
  habit: 'rule',
  family: 'security',
  title: 'Hash of a password without name and realm',
  why: 'Asterisk compares `md5_cred` with the MD5 hash of user name, realm and password, joined by colons. The hash of the password alone never matches: every call and registration is refused, and no message explains why. It is noticed here for the password of the auth, its user name and common passwords.',
  fix: 'Write the MD5 hash of `username:realm:password`.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\nauth_type=md5\nmd5_cred=e10adc3949ba59abbe56e057f20f883e\n\n[alice]\ntype=aor\nmax_contacts=1\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\nauth_type=md5\nmd5_cred=70d7af21a5120b9be20117fb9347bf6c\n\n[alice]\ntype=aor\nmax_contacts=1\n',
  types: ['auth'],
  options: ['md5_cred', 'password_digest'],
  on: 'object',
  isIndividual: true,
  check(object, model) {
    if (object.loss !== undefined) return undefined;
    const stored = storedHash(object, 'MD5', model.release);
    if (stored === undefined || !/^[\da-f]{32}$/.test(stored.hash)) return undefined;
    const user = lastValue(object.settings, 'username') ?? '';
    const password = lastValue(object.settings, 'password') ?? '';
    if (!isHashOfPasswordAlone(stored.hash, user, password)) return undefined;
    return [
      {
        ...atValue(stored.setting),
        message: message(
          `The hash of the ${named(object)} is that of a password alone.`,
          'It never matches, so every call and registration is refused.',
          'Write the MD5 hash of username:realm:password.',
        ),
      },
    ];
  },
};
