import { message } from '../../../../../rules/rule.ts';
import { isHashOfPasswordAlone } from '../../../values/passwordAlone.ts';
import { atValue, type DeviceRule, whom } from '../rule.ts';

export const md5secretOfPasswordAlone: DeviceRule = {
  code: 'sip-conf/md5secret-of-password-alone',
  severity: 'warning',
  habit: 'rule',
  family: 'security',
  title: 'Hash of a password without name and realm',
  why: 'The server compares `md5secret` with the MD5 hash of name, realm and password, joined by colons (check_auth). The hash of the password alone never matches: every call and registration is refused, and no message explains why. It is noticed here for the secret of the device, its name and common passwords.',
  fix: 'Write the MD5 hash of `name:realm:password`.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nmd5secret=e10adc3949ba59abbe56e057f20f883e\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nmd5secret=0123456789abcdef0123456789abcdef\n',
  on: 'device',
  options: ['md5secret'],
  reads: [],
  isIndividual: true,
  *check(device) {
    const hash = device.last('md5secret');
    if (hash === undefined || !/^[0-9a-f]{32}$/.test(hash.value)) return;
    const secret = device.last('secret')?.value ?? '';
    if (!isHashOfPasswordAlone(hash.value, device.name, secret)) return;
    yield {
      ...atValue(hash),
      message: message(
        `The md5secret of ${whom(device, hash)} is the hash of a password alone.`,
        'It never matches, so every call and registration is refused.',
        'Write the MD5 hash of name:realm:password.',
      ),
    };
  },
};
