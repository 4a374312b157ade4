import { GENERATED_SECRET } from '../../../../../rules/generatedSecret.ts';
import { message } from '../../../../../rules/rule.ts';
import { remembered } from '../../../../../text/remembered.ts';
import type { Setting } from '../../../config/entry.ts';
import { weaknessOf, weaknessOfHash } from '../../../values/weakPassword.ts';
import { isForCallers } from '../../model/access.ts';
import { realmOf, storedHash } from '../../model/auth.ts';
import { lastOf, lastValue } from '../../model/object.ts';
import { atValue, type Finding, type ObjectRule, replacing } from '../rule.ts';
import { named } from '../texts.ts';

export const weakPassword: ObjectRule = {
  code: 'pjsip-conf/weak-password',
  severity: 'warning',
  habit: 'rule',
  family: 'security',
  title: 'Password that is easy to guess',
  why: 'Anyone guessing passwords tries the user name, short numbers and common words first. Anyone who has the password can register and make calls at your expense. A hash hides the password from people who read the file, but not from guessing: the hashes of the name and of common passwords are checked here as well.',
  fix: 'Use at least twelve random characters that are not the name.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=alice\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  types: ['auth'],
  options: ['password', 'md5_cred', 'password_digest'],
  on: 'object',
  isIndividual: true,
  check(object, model) {
    const settings = object.settings;
    // A provider chooses the password for outgoing requests.
    if (object.loss !== undefined || !isForCallers(object, model)) return undefined;
    const user = lastValue(settings, 'username') ?? object.name;
    const stored = storedHash(object, 'MD5', model.release);
    if (stored !== undefined) {
      const { hash } = stored;
      const isHash = /^[0-9a-f]{32}$/i.test(hash);
      const fault = isHash ? triedOut(`${user}\n${realmOf(model, object)}\n${hash}`) : '';
      return fault === ''
        ? undefined
        : [weak(stored.setting, `The password behind the hash of the ${named(object)} ${fault}.`)];
    }
    const setting = lastOf(settings, 'password');
    if (setting === undefined || setting.value === '') return undefined;
    const fault = weaknessOf(setting.value.toLowerCase(), user.toLowerCase());
    if (fault === undefined) return undefined;
    const isOwn = setting.entry.key === object.entry.key;
    const fixes =
      isOwn && setting.value === setting.option.value
        ? [
            replacing(
              'Replace with a generated password (set it in the phone too)',
              atValue(setting),
              GENERATED_SECRET,
            ),
          ]
        : [];
    return [{ ...weak(setting, `The password${isOwn ? ` of the ${named(object)}` : ''} ${fault}.`), fixes }];
  },
};

/** By user name, realm and hash, each on its own line; empty when nothing matches. */
const triedOut = remembered((text): string => {
  const [user = '', realm = '', hash = ''] = text.split('\n');
  return weaknessOfHash(hash, user, realm) ?? '';
});

function weak(setting: Setting, what: string): Finding {
  return {
    ...atValue(setting),
    message: message(
      what,
      'It is easy to guess, and anyone who guesses it can make calls at your expense.',
      'Use twelve or more random characters.',
    ),
  };
}
