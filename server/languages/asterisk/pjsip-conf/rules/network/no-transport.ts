import { message } from '../../../../../rules/rule.ts';
import { atHeader, type WholeRule } from '../rule.ts';

export const noTransport: WholeRule = {
  code: 'pjsip-conf/no-transport',
  severity: 'warning',
  family: 'network',
  title: 'No transport',
  why: 'Without an object of type transport, Asterisk does not listen on any address, and it logs nothing about it.',
  fix: 'Add one, such as `[udp]` with `type=transport` and `bind=0.0.0.0`.',
  bad: '[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  on: 'whole',
  *check(model) {
    if (!model.isWhole || model.stop !== undefined) return;
    if (model.ofType('transport').size > 0) return;
    const first = model.firstOf('endpoint');
    if (first === undefined || first.entry.place.file !== model.project.root) return;
    const what = 'There is no transport in this file.';
    yield {
      ...atHeader(first.entry),
      message: message(
        what,
        'Asterisk does not listen on any address.',
        'Add a section with type=transport and bind=0.0.0.0.',
      ),
    };
  },
};
