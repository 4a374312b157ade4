import { message } from '../../../../../rules/rule.ts';
import { atLine, type NameRule, replacing } from '../rule.ts';
import { whyStop } from '../texts.ts';

export const unclosedSectionHeader: NameRule = {
  code: 'pjsip-conf/unclosed-section-header',
  severity: 'error',
  family: 'reading',
  title: 'Section header without its closing bracket',
  why: 'Asterisk stops reading the file here. In pjsip.conf itself it then refuses the whole file: after a start there is no transport and no endpoint. A reload keeps the old configuration, so the fault shows at the next start.',
  fix: 'Close the bracket. A `;` inside the name begins a comment and cuts it off; write `\\;`.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  on: 'name',
  *check(entries, _key, model) {
    for (const { header, place } of entries) {
      if (header.fault === undefined) continue;
      const bracket = header.fault === 'no-bracket' ? ']' : ')';
      const range = atLine(place, 0);
      const what = `The section header has no closing "${bracket}".`;
      const fixes = [replacing(`Insert "${bracket}"`, { ...range, start: range.end }, bracket)];
      yield { ...range, message: message(what, whyStop(model, place.file), 'Close it.'), fixes };
    }
  },
};
