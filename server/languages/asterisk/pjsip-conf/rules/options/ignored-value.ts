import type { ObjectRule } from '../rule.ts';
import { replacedValues } from '../valueFinding.ts';

export const ignoredValue: ObjectRule = {
  code: 'pjsip-conf/ignored-value',
  severity: 'warning',
  family: 'options',
  title: 'Value that Asterisk ignores with a message',
  why: 'Asterisk logs a warning, ignores the value and keeps the object.',
  fix: 'Correct the value, or remove the line.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\ncall_group=99\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\ncall_group=9\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  on: 'object',
  isAboutFaults: true,
  check: (object, model) => replacedValues(object, model, 'noted'),
};
