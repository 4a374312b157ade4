import { missingAmong } from '../missingObject.ts';
import type { ObjectRule } from '../rule.ts';

export const missingEndpoint: ObjectRule = {
  code: 'pjsip-conf/missing-endpoint',
  severity: 'warning',
  family: 'references',
  title: 'Missing endpoint',
  why: 'An identify for a missing endpoint recognizes no callers: Asterisk logs a warning for each request and tries the next identify. A registration with `line=yes` needs its endpoint for incoming calls.',
  fix: 'Correct the name, or add the endpoint.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n[trunk]\ntype=identify\nendpoint=trunk\nmatch=192.0.2.1\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n[trunk]\ntype=identify\nendpoint=alice\nmatch=192.0.2.1\n',
  types: ['identify', 'registration', 'inbound-publication', 'global', 'phoneprov'],
  options: ['endpoint', 'default_outbound_endpoint'],
  on: 'object',
  looksAround: true,
  check: (object, model) =>
    missingAmong(object, 'endpoint', model, () =>
      object.type === 'identify'
        ? 'This identify does not recognize callers from these addresses.'
        : 'The object does not work without its endpoint.',
    ),
};
