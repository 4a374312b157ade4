import { message } from '../../../../../rules/rule.ts';
import { wholeNumber } from '../../facts/numbers.ts';
import { identifiesOf, isAnonymous, isFoundByName, isPasswordRequired } from '../../model/access.ts';
import type { PjsipConf } from '../../model/model.ts';
import { lastOf, lastValue } from '../../model/object.ts';
import { atValue, type ObjectRule } from '../rule.ts';
import { named } from '../texts.ts';

/** find_registrar_aor of res_pjsip_registrar.c: the aor must be listed in the endpoint, and have the name in To. */
export const aorOfAnotherName: ObjectRule = {
  code: 'pjsip-conf/aor-of-another-name',
  severity: 'warning',
  habit: 'rule',
  family: 'references',
  title: 'Phone whose aor has another name',
  why: 'A phone is found by the name in From, and registers at the aor with the name in To, which is the same. If no aor of the endpoint has that name, the phone is asked for its password, and then every registration is answered with 404.',
  fix: 'Give the aor the name of the endpoint, in its section and in `aors`.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice-aor\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice-aor]\ntype=aor\nmax_contacts=1\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  types: ['endpoint'],
  options: ['aors'],
  on: 'object',
  check(object, model) {
    if (!model.isWhole || object.loss !== undefined || object.isMade || isAnonymous(object.name))
      return undefined;
    const setting = lastOf(object.settings, 'aors');
    // As for nearly all phones; a comma would make it two names.
    if (setting?.value === object.name && !object.name.includes(',')) return undefined;
    if (!isPasswordRequired(object) || !isFoundByName(object.settings)) return undefined;
    // With another way to be found, the names in From and To may differ from that of the endpoint.
    const methods = (lastValue(object.settings, 'identify_by') ?? '').split(',').map(word => word.trim());
    if (methods.some(word => !['', 'username', 'ip'].includes(word.toLowerCase()))) return undefined;
    if (identifiesOf(model, object.name).length > 0) return undefined;
    const names = (setting?.value ?? '')
      .split(',')
      .map(name => name.trim())
      .filter(name => name !== '');
    const user = userOf(object.name);
    if (setting === undefined || names.length === 0 || names.some(name => userOf(name) === user))
      return undefined;
    if (!names.every(name => isForPhones(model, name))) return undefined;
    return [
      {
        ...atValue(setting),
        message: message(
          `No aor of the ${named(object)} has its name.`,
          `A phone that registers as "${user}" is answered with 404.`,
          `Name the aor "${user}".`,
        ),
      },
    ];
  },
};

/** An aor with a domain in its name is found with the domain of To. */
function userOf(name: string): string {
  return name.split('@')[0] ?? name;
}

/** Phones may register there, and it is not a trunk with a fixed address. */
function isForPhones(model: PjsipConf, name: string): boolean {
  const aor = model.object('aor', name);
  if (aor === undefined || aor.loss !== undefined) return false;
  const most = wholeNumber(lastValue(aor.settings, 'max_contacts') ?? '0', true) ?? 0;
  return most > 0 && (lastValue(aor.settings, 'contact') ?? '') === '';
}
