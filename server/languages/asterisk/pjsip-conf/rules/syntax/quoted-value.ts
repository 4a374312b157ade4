import { message } from '../../../../../rules/rule.ts';
import { atValue, type LineRule, replacing } from '../rule.ts';

export const quotedValue: LineRule = {
  code: 'pjsip-conf/quoted-value',
  severity: 'warning',
  habit: 'rule',
  family: 'syntax',
  title: 'Quotes around a value',
  why: 'Asterisk does not remove quotes in pjsip.conf. A context, a password or a name of another object in quotes is a different one, with the quotes in it.',
  fix: 'Remove the quotes.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext="phones"\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  on: 'line',
  check(line, at) {
    if (line.kind !== 'option' || line.map !== undefined || !/^"[^"]*"$/.test(line.value)) return undefined;
    if (/^(set_var|callerid|sdp_session|user_agent)$/.test(line.key)) return undefined;
    const range = atValue({ ...at, option: line });
    const text = message(
      'Asterisk takes the quotes as part of the value.',
      'What is named here is not found.',
      'Remove the quotes.',
    );
    return [
      {
        ...range,
        message: text,
        fixes: [replacing('Remove the quotes', range, line.value.slice(1, -1), true)],
      },
    ];
  },
};
