import { message } from '../../../../../rules/rule.ts';
import type { Entry } from '../../../config/entry.ts';
import { atParent, spaceInParent, unknownParent } from '../../../config/faults/unknownParent.ts';
import type { SectionOption } from '../../../config/line.ts';
import { mayFollowUnread } from '../../../config/unread.ts';
import type { PjsipConf } from '../../model/model.ts';
import type { Finding, NameRule } from '../rule.ts';
import { whyStop } from '../texts.ts';

export const unknownTemplate: NameRule = {
  code: 'pjsip-conf/unknown-template',
  severity: 'error',
  family: 'reading',
  title: 'Section that inherits from a section that does not exist yet',
  why: 'The sections named between the parentheses must be defined earlier in the files. Otherwise, Asterisk stops reading and refuses the whole pjsip.conf. A space after a comma is part of the next name.',
  fix: 'Correct the name, or move the template above this section.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice](phone)\ntype=aor\nmax_contacts=1\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[phone](!)\nmax_contacts=1\n\n[alice](phone)\ntype=aor\n',
  on: 'name',
  headers: ['parent'],
  looksAround: true,
  *check(entries, _key, model) {
    for (const entry of entries) {
      if (entry.header.fault !== undefined) continue;
      for (const option of entry.header.options) {
        if (option.kind !== 'parent' || model.conf.parentOf(entry, option.text) !== undefined) continue;
        const isSlip = option.text !== option.text.trim() || option.text === '';
        if (!isSlip && (mayFollowUnread(model.conf, entry) || !model.isComplete(entry))) continue;
        yield judge(entry, option, model);
      }
    }
  },
};

function judge(entry: Entry, option: SectionOption, model: PjsipConf): Finding {
  const at = atParent(entry, option);
  const why = whyStop(model, entry.place.file);
  const trimmed = option.text.trim();
  if (trimmed === '')
    return {
      ...at,
      message: message('There is an empty name between the parentheses.', why, 'Add the name of a template.'),
    };
  if (trimmed !== option.text && model.conf.parentOf(entry, trimmed) !== undefined) {
    return spaceInParent(entry, option, why);
  }
  return unknownParent(model.conf, entry, option, {
    why,
    removeOwnName: 'Remove the name from the parentheses.',
  });
}
