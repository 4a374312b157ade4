import { missing } from '../missingObject.ts';
import type { ObjectRule } from '../rule.ts';

export const missingAuth: ObjectRule = {
  code: 'pjsip-conf/missing-auth',
  severity: 'warning',
  family: 'references',
  title: 'Authentication object that is not there',
  why: 'An endpoint whose `auth` names an object that does not exist, or that Asterisk did not load, answers every request with 500: calls and registrations alike. A missing `outbound_auth` means that a challenge of the other side is never answered. Asterisk says nothing about it while it loads. Names are compared with case.',
  fix: 'Correct the name, or add the auth object.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  on: 'object',
  *check(object, model) {
    if (!model.isWhole) return;
    for (const reference of object.references) {
      if (reference.type !== 'auth' || model.object('auth', reference.name) !== undefined) continue;
      const why =
        reference.setting.option.key === 'auth'
          ? 'The endpoint answers every request with 500.'
          : 'A challenge of the other side is not answered.';
      yield missing(reference, model, why);
    }
  },
};
