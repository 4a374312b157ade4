import { message } from '../../../../../rules/rule.ts';
import { atValue, type LineRule, replacing } from '../rule.ts';

export const quotedValue: LineRule = {
  code: 'pjsip-conf/quoted-value',
  severity: 'warning',
  habit: 'rule',
  family: 'syntax',
  title: 'Quotation marks around a value',
  why: 'Asterisk does not remove quotation marks in pjsip.conf. In a context, a password or the name of another object, they become part of the value.',
  fix: 'Remove the quotation marks.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext="phones"\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  on: 'line',
  kinds: ['option'],
  check(line, at) {
    if (line.kind !== 'option' || line.map !== undefined || !line.value.startsWith('"')) return undefined;
    if (!/^"[^"]*"$/.test(line.value)) return undefined;
    if (/^(set_var|callerid|sdp_session|user_agent)$/.test(line.key)) return undefined;
    const range = atValue({ ...at, option: line });
    const text = message(
      'Asterisk treats the quotation marks as part of the value.',
      'It cannot find a name in quotation marks.',
      'Remove the quotation marks.',
    );
    return [
      {
        ...range,
        message: text,
        fixes: [replacing('Remove the quotation marks', range, line.value.slice(1, -1), true)],
      },
    ];
  },
};
