import { missingAmong } from '../missingObject.ts';
import type { ObjectRule } from '../rule.ts';

export const missingTransport: ObjectRule = {
  code: 'pjsip-conf/missing-transport',
  severity: 'warning',
  family: 'references',
  title: 'Missing transport',
  why: '`transport` is the name of a transport object, not a protocol. Asterisk does not send requests through a transport that does not exist or did not start. The option has no effect on incoming requests.',
  fix: 'Use the name of a section with type=transport, or remove the line so that Asterisk chooses a transport.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\ntransport=tcp\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\ntransport=udp\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  types: ['endpoint', 'registration', 'outbound-publish'],
  options: ['transport'],
  on: 'object',
  looksAround: true,
  check: (object, model) =>
    missingAmong(object, 'transport', model, () => 'Asterisk does not send requests through it.'),
};
