import { message } from '../../../../../rules/rule.ts';
import { mayFollowUnread } from '../../../config/unread.ts';
import { atHeader, type NameRule } from '../rule.ts';
import { whyStop } from '../texts.ts';

export const appendToMissingSection: NameRule = {
  code: 'pjsip-conf/append-to-missing-section',
  severity: 'error',
  family: 'reading',
  title: 'Section that adds to a section that does not exist yet',
  why: '`(+)` adds lines to an earlier section of the same name. Without one, Asterisk stops reading and refuses the whole pjsip.conf. A plain `(+)` does not find templates.',
  fix: 'Move the section below the one that it adds to, or correct the name.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice](+)\nmax_contacts=2\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=aor\nmax_contacts=1\n\n[alice](+)\nmax_contacts=2\n',
  on: 'name',
  headers: ['append'],
  *check(entries, _key, model) {
    for (const entry of entries) {
      if (!entry.isAppend || entry.key === '' || model.conf.appendTarget(entry) !== undefined) continue;
      if (mayFollowUnread(model.conf, entry)) continue;
      const isFiltered = entries.some(
        other => !other.isAppend && !other.isTemplate && other.ordinal < entry.ordinal,
      );
      const what = isFiltered
        ? `No section "${entry.header.name}" above matches the filter after the "+".`
        : `There is no section "${entry.header.name}" above this one to add to.`;
      const todo = isFiltered ? 'Correct the filter.' : 'Move it below that section, or remove the "+".';
      yield { ...atHeader(entry), message: message(what, whyStop(model, entry.place.file), todo) };
    }
  },
};
