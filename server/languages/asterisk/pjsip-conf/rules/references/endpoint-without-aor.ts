import { message } from '../../../../../rules/rule.ts';
import { identifiesOf, isAnonymous, isFoundByName, isPasswordRequired } from '../../model/access.ts';
import { lastValue } from '../../model/object.ts';
import { atHeader, type ObjectRule } from '../rule.ts';
import { named } from '../texts.ts';

export const endpointWithoutAor: ObjectRule = {
  code: 'pjsip-conf/endpoint-without-aor',
  severity: 'information',
  habit: 'rule',
  family: 'references',
  title: 'Phone without an aor',
  why: 'A phone registers at an aor of its endpoint, and calls to the endpoint go to the contacts of its aors. Without `aors`, the registration is answered with 403, and `Dial(PJSIP/name)` finds no contact.',
  fix: 'Set `aors` in the endpoint, usually to the name of the endpoint.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  types: ['endpoint'],
  on: 'object',
  check(object, model) {
    if (!model.isWhole || object.loss !== undefined || object.isMade || isAnonymous(object.name))
      return undefined;
    if (/[^,\s]/.test(lastValue(object.settings, 'aors') ?? '')) return undefined;
    // A trunk may only receive calls.
    const isPhone = isPasswordRequired(object) && isFoundByName(object.settings);
    if (!isPhone || identifiesOf(model, object.name).length > 0) return undefined;
    return [
      {
        ...atHeader(object.entry),
        message: message(
          `The ${named(object)} has no aors.`,
          'It cannot register (403), and calls to it find no contact.',
          'Add aors=.',
        ),
      },
    ];
  },
};
