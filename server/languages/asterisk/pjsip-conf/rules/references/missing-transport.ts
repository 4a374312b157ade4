import { missing } from '../missingObject.ts';
import type { ObjectRule } from '../rule.ts';

export const missingTransport: ObjectRule = {
  code: 'pjsip-conf/missing-transport',
  severity: 'warning',
  family: 'references',
  title: 'Transport that is not there',
  why: '`transport` names a transport object, not a protocol. Requests through one that does not exist, or that did not start, are not sent. It plays no part for requests that come in.',
  fix: 'Name a section of type transport, or remove the line: Asterisk then chooses.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\ntransport=tcp\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\ntransport=udp\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  on: 'object',
  *check(object, model) {
    if (!model.isWhole) return;
    for (const reference of object.references) {
      if (reference.type !== 'transport' || model.object('transport', reference.name) !== undefined) continue;
      yield missing(reference, model, 'Requests through it are not sent.');
    }
  },
};
