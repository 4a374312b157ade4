import { missingAmong } from '../missingObject.ts';
import type { ObjectRule } from '../rule.ts';

export const missingAuth: ObjectRule = {
  code: 'pjsip-conf/missing-auth',
  severity: 'warning',
  family: 'references',
  title: 'Missing authentication object',
  why: 'When `auth` refers to an object that does not exist, or that Asterisk did not load, every request for the endpoint is answered with 500, both calls and registrations. With a missing `outbound_auth`, Asterisk never answers a challenge from the other side. Asterisk does not report it while loading. Names are case-sensitive.',
  fix: 'Correct the name, or add the auth object.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  types: ['endpoint', 'registration', 'outbound-publish'],
  options: ['auth', 'outbound_auth'],
  on: 'object',
  isIndividual: true,
  looksAround: true,
  check: (object, model) =>
    missingAmong(object, 'auth', model, ({ setting }) =>
      setting.option.key === 'auth'
        ? 'Every request for the endpoint is answered with 500.'
        : 'Asterisk does not answer challenges from the other side.',
    ),
};
