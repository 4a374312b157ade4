import { message } from '../../../../../rules/rule.ts';
import { isTrue } from '../../../values/truth.ts';
import { lastOf, lastValue } from '../../model/object.ts';
import { atName, type ObjectRule } from '../rule.ts';

export const incompleteNatSettings: ObjectRule = {
  code: 'pjsip-conf/incomplete-nat-settings',
  severity: 'information',
  habit: 'rule',
  family: 'network',
  title: 'Incomplete NAT settings',
  why: 'A phone behind a router needs three options: `force_rport` (on by default), `rewrite_contact` so that calls reach it, and `rtp_symmetric` so that audio reaches it. With only one of them, registrations work but calls have no audio, or vice versa.',
  fix: 'Set all three.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\nrewrite_contact=yes\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\nrewrite_contact=yes\nrtp_symmetric=yes\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  types: ['endpoint'],
  options: ['rewrite_contact', 'rtp_symmetric'],
  on: 'object',
  check(object) {
    if (object.loss !== undefined) return undefined;
    const settings = object.settings;
    const on = options.filter(key =>
      isTrue(lastValue(settings, key) ?? (key === 'force_rport' ? 'yes' : 'no')),
    );
    const asked = options.filter(key => key !== 'force_rport' && on.includes(key));
    const missing = options.filter(key => !on.includes(key));
    const setting = lastOf(settings, asked[0] ?? '');
    if (asked.length === 0 || missing.length === 0 || setting === undefined) return undefined;
    const what = `${asked.join(' and ')} ${asked.length === 1 ? 'is' : 'are'} on, but ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not.`;
    return [
      {
        ...atName(setting),
        message: message(
          what,
          'A phone behind a router needs all three of force_rport, rewrite_contact and rtp_symmetric.',
          `Add ${missing[0] ?? ''}=yes.`,
        ),
      },
    ];
  },
};

const options = ['force_rport', 'rewrite_contact', 'rtp_symmetric'];
