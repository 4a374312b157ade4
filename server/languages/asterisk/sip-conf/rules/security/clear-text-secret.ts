import { message } from '../../../../../rules/rule.ts';
import { weaknessOf } from '../../../values/weakPassword.ts';
import { md5Secret } from '../../facts/md5Secret.ts';
import { logsInWithSecret } from '../../model/access.ts';
import { fixedRealm } from '../../model/realm.ts';
import { atValue, type DeviceRule } from '../rule.ts';

export const clearTextSecret: DeviceRule = {
  code: 'sip-conf/clear-text-secret',
  severity: 'hint',
  habit: 'message',
  family: 'security',
  title: 'Secret in clear text',
  why: 'Anyone who reads this file, a backup or a screen has the password. `md5secret` holds a hash that is only good for this name and realm.',
  fix: 'Replace `secret` by `md5secret`; the phone keeps its password.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nmd5secret=0123456789abcdef0123456789abcdef\n',
  on: 'device',
  reads: ['realm', 'domainsasrealm'],
  *check(device, _general, model) {
    const setting = device.last('secret');
    if (setting === undefined || setting.value === '' || (device.last('md5secret')?.value ?? '') !== '')
      return;
    if (!device.entries.includes(setting.entry) || logsInWithSecret(device)) return;
    const { option, place, line } = setting;
    // A hash does not make a weak password strong: another password comes first.
    const isWeak = weaknessOf(setting.value.toLowerCase(), device.key) !== undefined;
    const text = message(
      'Anyone who can read the file can read this password.',
      'It works from any phone.',
      isWeak ? 'Choose another password first, then replace it by md5secret.' : 'Replace it by md5secret.',
    );
    // With realms that follow the domain of a request, one hash cannot serve them all.
    const isAlone = setting.value === option.value && device.entries.length === 1;
    const lateFix = (realm: string) => () => {
      const newText = `md5secret=${md5Secret(device.name, realm, setting.value)}`;
      const edit = { place, line, start: option.nameStart, end: option.valueEnd, newText };
      return { title: `Replace by md5secret for realm "${realm}"`, edits: [edit] };
    };
    const realm = isAlone && !isWeak ? fixedRealm(model) : undefined;
    yield {
      ...atValue(setting),
      message: text,
      ...(realm === undefined ? {} : { lateFix: lateFix(realm) }),
    };
  },
};
