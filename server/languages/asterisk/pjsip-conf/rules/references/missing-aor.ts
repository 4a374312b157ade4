import { missingAmong } from '../missingObject.ts';
import type { ObjectRule } from '../rule.ts';

export const missingAor: ObjectRule = {
  code: 'pjsip-conf/missing-aor',
  severity: 'warning',
  family: 'references',
  title: 'Missing address of record',
  why: 'Phones cannot register to an aor that does not exist or that Asterisk did not load (404), and calls to the endpoint find no contact. Asterisk does not report it while loading. Names are case-sensitive.',
  fix: 'Correct the name, or add the aor.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  types: ['endpoint'],
  options: ['aors'],
  on: 'object',
  isIndividual: true,
  looksAround: true,
  check: (object, model) =>
    missingAmong(
      object,
      'aor',
      model,
      () => 'Phones cannot register to it (404), and calls to it find no contact.',
    ),
};
