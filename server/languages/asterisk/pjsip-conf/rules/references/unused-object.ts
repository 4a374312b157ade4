import { message } from '../../../../../rules/rule.ts';
import { atHeader, type ObjectRule } from '../rule.ts';
import { named } from '../texts.ts';

export const unusedObject: ObjectRule = {
  code: 'pjsip-conf/unused-object',
  severity: 'hint',
  habit: 'rule',
  family: 'references',
  title: 'Unused authentication object or address of record',
  why: 'An auth or aor has no effect until an endpoint, a registration or a publication refers to it. Asterisk finds both only through `auth`, `outbound_auth` and `aors`, never by their names alone.',
  fix: 'Refer to it, or remove it.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  types: ['aor', 'auth'],
  on: 'object',
  *check(object, model) {
    if (!model.isWhole || object.made !== undefined || !model.isLoaded(object)) return;
    if (model.referrersOf(object.type, object.name).size > 0) return;
    const what = `Nothing refers to the ${named(object)}.`;
    const todo =
      object.type === 'aor'
        ? 'Add it to the aors of an endpoint, or remove it.'
        : 'Add it to auth or outbound_auth, or remove it.';
    yield {
      ...atHeader(object.entry),
      message: message(what, 'It has no effect.', todo),
      tag: 'unnecessary',
    };
  },
};
