import { message } from '../../../../../rules/rule.ts';
import { md5Secret } from '../../facts/md5Secret.ts';
import { fixedRealm } from '../../model/realm.ts';
import { atHeader, atValue, type DeviceRule, replacing } from '../rule.ts';

export const md5secretOfAnotherPassword: DeviceRule = {
  code: 'sip-conf/md5secret-of-another-password',
  severity: 'warning',
  family: 'security',
  title: 'Hash that does not match the secret',
  why: 'If both are set, only `md5secret` counts. This one was created for another name, realm or password, so the password in `secret` does not work.',
  fix: 'Create a new hash for the current name and realm, and remove `secret`.',
  bad: '[general]\nrealm=example.com\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\nmd5secret=0123456789abcdef0123456789abcdef\n',
  good: '[general]\nrealm=example.com\n\n[alice]\ntype=friend\nhost=dynamic\nmd5secret=0123456789abcdef0123456789abcdef\n',
  on: 'device',
  options: ['md5secret'],
  reads: ['realm', 'domainsasrealm'],
  isIndividual: true,
  *check(device, _general, model) {
    const secret = device.last('secret');
    const hash = device.last('md5secret');
    if (secret === undefined || hash === undefined || secret.value === '') return;
    // A hash in another form never matches anything, which another rule reports.
    if (!/^[0-9a-f]{32}$/.test(hash.value)) return;
    // With its own hash, a device replaces the secret that its template sets for all.
    if (device.entries.includes(hash.entry) && !device.entries.includes(secret.entry)) return;
    const realm = fixedRealm(model);
    if (realm === undefined) return;
    const right = md5Secret(device.name, realm, secret.value);
    if (right === hash.value) return;
    const isOwn = device.entries.includes(hash.entry);
    const entry = device.entries.at(-1);
    if (entry === undefined) return;
    const at = isOwn ? atValue(hash) : atHeader(entry);
    const what = `This hash does not match the secret of "${device.name}" in realm "${realm}".`;
    const fixes = isOwn ? [replacing('Replace with the hash of the secret', at, right)] : [];
    yield {
      ...at,
      message: message(what, 'Only the hash counts, so the secret does not work.', 'Create a new hash.'),
      fixes,
    };
  },
};
