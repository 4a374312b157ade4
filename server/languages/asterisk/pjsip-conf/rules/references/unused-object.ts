import { message } from '../../../../../rules/rule.ts';
import { lastValue, type PjsipObject } from '../../model/object.ts';
import { atHeader, type ObjectRule } from '../rule.ts';
import { named } from '../texts.ts';

export const unusedObject: ObjectRule = {
  code: 'pjsip-conf/unused-object',
  severity: 'hint',
  habit: 'rule',
  family: 'references',
  title: 'Object that nothing uses',
  why: 'An auth or aor has no effect until an endpoint, a registration or a publication refers to it. Asterisk finds both only through `auth`, `outbound_auth` and `aors`, never by their names alone. An outbound-publish has no effect until an asterisk-publication refers to it, and a transport with `protocol=flow` until an endpoint or a registration does.',
  fix: 'Refer to it, or remove it.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  types: ['aor', 'auth', 'outbound-publish', 'transport'],
  on: 'object',
  isIndividual: true,
  check(object, model) {
    if (!model.isWhole || object.isMade || !model.isLoaded(object) || model.isUsed(object)) return undefined;
    const todo = waysOut(object);
    if (todo === undefined) return undefined;
    return [
      {
        ...atHeader(object.entry),
        message: message(`Nothing refers to the ${named(object)}.`, 'It has no effect.', todo),
        tag: 'unnecessary',
      },
    ];
  },
};

/** What to do about an unused object; undefined for one that works without being referred to. */
function waysOut({ type, settings }: PjsipObject): string | undefined {
  switch (type) {
    case 'aor':
      return 'Add it to the aors of an endpoint, or remove it.';
    case 'auth':
      return 'Add it to auth or outbound_auth, or remove it.';
    case 'outbound-publish':
      return 'Name it in an asterisk-publication, or remove it.';
    default:
      return lastValue(settings, 'protocol')?.toLowerCase() === 'flow'
        ? 'Name it in an endpoint or a registration, or remove it.'
        : undefined;
  }
}
