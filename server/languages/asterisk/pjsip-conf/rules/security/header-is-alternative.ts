import { message } from '../../../../../rules/rule.ts';
import { lastOf, lastValue } from '../../model/object.ts';
import { atName, type ObjectRule } from '../rule.ts';

export const headerIsAlternative: ObjectRule = {
  code: 'pjsip-conf/header-is-alternative',
  severity: 'warning',
  family: 'security',
  title: 'Header and address meant as two conditions',
  why: 'In one identify, `match`, `match_header` and `match_request_uri` are alternatives: a caller with the header is accepted from any address, and a caller from the address needs no header. Anyone who knows the header can use the trunk.',
  fix: 'Keep only the header, and restrict the addresses in the endpoint with `deny=0.0.0.0/0` and `permit`.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n[trunk]\ntype=identify\nendpoint=alice\nmatch=192.0.2.1\nmatch_header=X-Trunk: 1\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n[trunk]\ntype=identify\nendpoint=alice\nmatch=192.0.2.1\n',
  types: ['identify'],
  on: 'object',
  *check(object) {
    if (object.loss !== undefined) return;
    const settings = object.settings;
    const set = ['match', 'match_header', 'match_request_uri'].filter(
      key => (lastValue(settings, key) ?? '') !== '',
    );
    const setting = lastOf(settings, set.at(-1) ?? '');
    if (set.length < 2 || setting === undefined) return;
    const what = `${set.join(' and ')} are alternatives: any one of them is enough.`;
    yield {
      ...atName(setting),
      message: message(
        what,
        'A caller with one of them is accepted without the other.',
        'Use deny and permit in the endpoint to restrict addresses.',
      ),
    };
  },
};
