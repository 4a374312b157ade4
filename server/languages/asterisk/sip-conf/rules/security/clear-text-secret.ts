import { message } from '../../../../../rules/rule.ts';
import type { Setting } from '../../../config/entry.ts';
import { weaknessOf } from '../../../values/weakPassword.ts';
import { md5Secret } from '../../facts/md5Secret.ts';
import { logsInWithSecret } from '../../model/access.ts';
import { fixedRealm } from '../../model/realm.ts';
import { atValue, type DeviceRule, type Fix } from '../rule.ts';

export const clearTextSecret: DeviceRule = {
  code: 'sip-conf/clear-text-secret',
  severity: 'hint',
  habit: 'message',
  family: 'security',
  title: 'Plain-text secret',
  why: 'Anyone who sees this file, a backup or the screen has the password. `md5secret` contains a hash that is valid only for this name and realm.',
  fix: 'Replace `secret` with `md5secret`; the phone keeps its password.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nmd5secret=0123456789abcdef0123456789abcdef\n',
  on: 'device',
  options: ['secret'],
  reads: ['realm', 'domainsasrealm'],
  isIndividual: true,
  check(device, _general, model) {
    const setting = device.last('secret');
    if (setting === undefined || setting.value === '' || (device.last('md5secret')?.value ?? '') !== '')
      return undefined;
    if (!device.entries.includes(setting.entry) || logsInWithSecret(device)) return undefined;
    // A hash does not make a weak password strong, so changing the password comes first.
    const isWeak = weaknessOf(setting.value.toLowerCase(), device.key) !== undefined;
    const isAlone = setting.value === setting.option.value && device.entries.length === 1;
    // With realms that depend on the domain of a request, one hash does not work for all of them.
    const realm = isAlone && !isWeak ? fixedRealm(model) : undefined;
    const { place, line, start, end } = atValue(setting);
    const message = isWeak ? ofWeak : ofStrong;
    if (realm === undefined) return [{ place, line, start, end, message }];
    return [{ place, line, start, end, message, lateFix: hashing(setting, device.name, realm) }];
  },
};

const ofStrong = messageWith('Replace it with md5secret.');
const ofWeak = messageWith('Choose another password first, then replace it with md5secret.');

function messageWith(todo: string): string {
  return message('Anyone who can read the file can read this password.', 'It works from any phone.', todo);
}

function hashing({ option, place, line, value }: Setting, name: string, realm: string): () => Fix {
  return () => {
    const newText = `md5secret=${md5Secret(name, realm, value)}`;
    const edit = { place, line, start: option.nameStart, end: option.valueEnd, newText };
    return { title: `Replace with md5secret for realm "${realm}"`, edits: [edit] };
  };
}
