import { message } from '../../../../../rules/rule.ts';
import { overlaps } from '../../model/identifies.ts';
import { atHeader, atValue, type WholeRule } from '../rule.ts';
import { named } from '../texts.ts';

export const overlappingIdentifies: WholeRule = {
  code: 'pjsip-conf/overlapping-identifies',
  severity: 'warning',
  family: 'network',
  title: 'Address that two identifies cover',
  why: 'When several identifies cover the address of a caller, the one whose section name comes first wins, compared byte by byte. Neither the order in the file nor the longer netmask counts. Calls from one trunk are then treated as calls from another.',
  fix: 'Make the networks distinct, or name the sections so that the more specific one comes first.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n[a]\ntype=identify\nendpoint=alice\nmatch=192.0.2.0/24\n\n[b]\ntype=identify\nendpoint=bob\nmatch=192.0.2.5\n\n[bob]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n[a]\ntype=identify\nendpoint=alice\nmatch=192.0.2.4\n\n[b]\ntype=identify\nendpoint=bob\nmatch=192.0.2.5\n\n[bob]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n',
  on: 'whole',
  *check(model) {
    for (const { earlier, setting, text } of overlaps(model)) {
      const related = [{ ...atHeader(earlier.entry), message: `The ${named(earlier)} begins here.` }];
      const what = `The ${named(earlier)} also covers ${text}, and its name comes first.`;
      const why = `Callers from there are recognized as the endpoint of the ${named(earlier)}.`;
      yield {
        ...atValue(setting),
        message: message(what, why, 'Make the networks distinct, or rename a section.'),
        related,
      };
    }
  },
};
