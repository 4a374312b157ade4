import { message } from '../../../../../rules/rule.ts';
import { computeHa1 } from '../../../../../sip/digest/digest.ts';
import { remembered } from '../../../../../text/remembered.ts';
import { weaknessOfHash } from '../../../values/weakPassword.ts';
import { isForCallers } from '../../model/access.ts';
import { realmOf, type StoredHash, storedHash } from '../../model/auth.ts';
import type { PjsipConf } from '../../model/model.ts';
import { lastOf, lastValue, type PjsipObject } from '../../model/object.ts';
import { atValue, type Finding, type ObjectRule, replacing } from '../rule.ts';
import { named } from '../texts.ts';

/** The hash wins over a password in the same object, and it contains the realm, so another realm needs another hash. */
export const hashOfAnotherRealm: ObjectRule = {
  code: 'pjsip-conf/hash-of-another-realm',
  severity: 'warning',
  family: 'security',
  title: 'Hash that was created for another realm or password',
  why: 'A hash contains the user name, the realm and the password. Callers are challenged with `realm` of the auth, or with `default_realm` of the global object, which is `asterisk` by default. A hash for another realm never matches: every call and registration is refused, and no message explains why. It is noticed here when the auth also has the password, which the hash overrides, or when the hash is that of a password that is easy to guess.',
  fix: 'Set `realm` to the realm that the hash was created for, or create a new hash; then remove `password`.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\nauth_type=digest\npassword=Kx7-pq9-Lw2\npassword_digest=MD5:f652b6933b827b9c5cb638a66c522d6d\nrealm=asterisk\n\n[alice]\ntype=aor\nmax_contacts=1\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\nauth_type=digest\npassword=Kx7-pq9-Lw2\npassword_digest=MD5:f652b6933b827b9c5cb638a66c522d6d\nrealm=pbx.example\n\n[alice]\ntype=aor\nmax_contacts=1\n',
  exampleVersion: '22',
  types: ['auth'],
  options: ['md5_cred', 'password_digest'],
  on: 'object',
  isIndividual: true,
  *check(object, model) {
    if (object.loss !== undefined || !isForCallers(object, model)) return;
    const stored = storedHash(object, 'MD5', model.release);
    // A hash in another form never matches anything, which another rule reports.
    if (stored === undefined || !/^[\da-f]{32}$/.test(stored.hash)) return;
    const password = lastOf(object.settings, 'password');
    // With its own hash, an auth replaces the password that its template sets for all.
    const isOfTemplate = stored.setting.entry === object.entry && password?.entry !== object.entry;
    if (password === undefined || password.value === '' || isOfTemplate) {
      yield* judgeAlone(object, model, stored);
      return;
    }
    const { setting, hash } = stored;
    const user = lastValue(object.settings, 'username') ?? '';
    const realm = realmOf(model, object);
    const right = computeHa1('MD5', user, realm, password.value);
    if (hash === right) return;
    const made = realmsAround(object, model).find(
      other => computeHa1('MD5', user, other, password.value) === hash,
    );
    const at = atValue(setting);
    const what =
      made === undefined
        ? `The hash of the ${named(object)} is not that of its password in realm "${realm}".`
        : `The hash of the ${named(object)} is for realm "${made}", but callers are challenged with realm "${realm}".`;
    const text = setting.option.key === 'md5_cred' ? right : `MD5:${right}`;
    const fixes =
      setting.entry === object.entry && !setting.value.includes(',')
        ? [replacing('Replace with the hash of the password', at, text)]
        : [];
    yield {
      ...at,
      message: message(
        what,
        'The hash overrides the password, so every call and registration is refused.',
        made === undefined ? 'Create a new hash.' : `Set realm=${made}, or create a new hash.`,
      ),
      fixes,
    };
  },
};

/** Without the password, only a hash of a password that is easy to guess shows its realm. */
function* judgeAlone(
  object: PjsipObject,
  model: PjsipConf,
  { setting, hash }: StoredHash,
): Generator<Finding> {
  const user = lastValue(object.settings, 'username') ?? '';
  const realm = realmOf(model, object);
  const others = new Set(realmsAround(object, model).filter(other => other !== realm));
  for (const made of others) {
    if (triedOut(`${user}\n${made}\n${hash}`) === '') continue;
    yield {
      ...atValue(setting),
      message: message(
        `The hash of the ${named(object)} is for realm "${made}", but callers are challenged with realm "${realm}".`,
        'It never matches, so every call and registration is refused. The password behind it is easy to guess, too.',
        `Create a new hash of a better password for realm "${realm}".`,
      ),
    };
    return;
  }
}

/** By user name, realm and hash, each on its own line; empty when no likely password matches. */
const triedOut = remembered((text): string => {
  const [user = '', realm = '', hash = ''] = text.split('\n');
  return weaknessOfHash(hash, user, realm) ?? '';
});

/** Realms that someone may have created a hash for: the defaults, and the domains of the endpoints that use the auth. */
function realmsAround(auth: PjsipObject, model: PjsipConf): readonly string[] {
  const domains = model
    .usersOf('auth', auth.name)
    .slice(0, MAX_USERS)
    .flatMap(({ settings }) => lastValue(settings, 'from_domain') ?? []);
  return ['asterisk', model.global('default_realm', 'asterisk'), ...domains];
}

/** Endpoints looked at. */
const MAX_USERS = 20;
