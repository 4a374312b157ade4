import { unclosedHeader } from '../../../config/faults/headers.ts';
import type { NameRule } from '../rule.ts';
import { whyStop } from '../texts.ts';

export const unclosedSectionHeader: NameRule = {
  code: 'pjsip-conf/unclosed-section-header',
  severity: 'error',
  family: 'reading',
  title: 'Section header without its closing bracket',
  why: 'Asterisk stops reading the file here. In pjsip.conf itself, it then refuses the whole file, so after a start there is no transport and no endpoint. A reload keeps the old configuration, so the problem appears at the next start.',
  fix: 'Close the bracket. A `;` inside the name starts a comment and cuts the name off; write `\\;` instead.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  on: 'name',
  headers: ['fault'],
  *check(entries, _key, model) {
    for (const entry of entries) {
      const finding = unclosedHeader(entry, whyStop(model, entry.place.file));
      if (finding !== undefined) yield finding;
    }
  },
};
