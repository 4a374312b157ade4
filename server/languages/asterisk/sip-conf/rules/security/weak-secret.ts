import { GENERATED_SECRET } from '../../../../../rules/generatedSecret.ts';
import { message } from '../../../../../rules/rule.ts';
import { remembered } from '../../../../../text/remembered.ts';
import type { Setting } from '../../../config/entry.ts';
import { weaknessOf, weaknessOfHash } from '../../../values/weakPassword.ts';
import { canLogIn, logsInWithSecret } from '../../model/access.ts';
import type { Device, SipConf } from '../../model/model.ts';
import { fixedRealm } from '../../model/realm.ts';
import { atValue, type DeviceRule, type Finding, whom } from '../rule.ts';

export const weakSecret: DeviceRule = {
  code: 'sip-conf/weak-secret',
  severity: 'warning',
  habit: 'rule',
  family: 'security',
  title: 'Secret that is easy to guess',
  why: 'Anyone guessing passwords tries the device name, short numbers and common words first. Anyone who has the secret can register as the device and make calls at your expense. An `md5secret` hides the password from people who read the file, but not from guessing: the hashes of the name and of common passwords are checked here as well.',
  fix: 'Use at least twelve random characters that are not the name.',
  bad: '[general]\n\n[100]\ntype=friend\nhost=dynamic\nsecret=100\n',
  good: '[general]\n\n[100]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2-v\n',
  on: 'device',
  options: ['secret', 'md5secret'],
  reads: ['realm', 'domainsasrealm'],
  isIndividual: true,
  check(device, _general, model) {
    if (!canLogIn(device)) return undefined;
    const hash = device.last('md5secret');
    if (hash !== undefined && hash.value !== '') {
      const fault = faultOfHash(device, hash.value, model);
      return fault === undefined
        ? undefined
        : [weak(device, hash, `The password behind the md5secret of "${device.name}" ${fault}.`)];
    }
    const setting = device.last('secret');
    if (setting === undefined || setting.value === '') return undefined;
    const fault = weaknessOf(setting.value.toLowerCase(), device.key);
    if (fault === undefined) return undefined;
    return [weak(device, setting, `The secret of ${whom(device, setting)} ${fault}.`)];
  },
};

/** A hash protects against people who read the file, not against guessing. */
function faultOfHash(device: Device, hash: string, model: SipConf): string | undefined {
  const realm = fixedRealm(model);
  if (realm === undefined || !/^[0-9a-f]{32}$/.test(hash)) return undefined;
  return triedOut(`${device.name}\n${realm}\n${hash}`) || undefined;
}

/** By name, realm and hash, each on its own line; empty when nothing matches. */
const triedOut = remembered((text): string => {
  const [name = '', realm = '', hash = ''] = text.split('\n');
  return weaknessOfHash(hash, name, realm) ?? '';
});

function weak(device: Device, setting: Setting, what: string): Finding {
  const { option, place, line } = setting;
  // A secret for logging in to another server is created there.
  const isOwn =
    device.entries.includes(setting.entry) && setting.value === option.value && !logsInWithSecret(device);
  const edit = {
    place,
    line,
    start: option.nameStart,
    end: option.valueEnd,
    newText: `secret=${GENERATED_SECRET}`,
  };
  return {
    ...atValue(setting),
    message: message(
      what,
      'Anyone who guesses it can register as this device and make calls.',
      'Use twelve or more random characters.',
    ),
    ...(isOwn
      ? { fixes: [{ title: 'Replace with a generated secret (set it in the phone too)', edits: [edit] }] }
      : {}),
  };
}
