import type { ObjectRule } from '../rule.ts';
import { replacedValues } from '../valueFinding.ts';

export const silentlyReplacedValue: ObjectRule = {
  code: 'pjsip-conf/silently-replaced-value',
  severity: 'warning',
  family: 'options',
  title: 'Value that Asterisk silently treats as another one',
  why: 'For yes-or-no options, only `yes`, `true`, `y`, `t`, `1` and `on` mean yes. Every other word, even a misspelled one, silently means no. An empty `bind` listens on every address, and unknown words in `dtls_setup` and `dtls_fingerprint` have no effect.',
  fix: 'Write the value that you mean.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\ndirect_media=nonat\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\ndirect_media=no\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  on: 'object',
  isAboutFaults: true,
  check: (object, model) => replacedValues(object, model, 'quiet'),
};
