import { message } from '../../../../../rules/rule.ts';
import type { Entry } from '../../../config/entry.ts';
import { atParent, spaceInParent, unknownParent } from '../../../config/faults/unknownParent.ts';
import type { SectionOption } from '../../../config/line.ts';
import { mayFollowUnread } from '../../../config/unread.ts';
import type { SipConf } from '../../model/model.ts';
import type { Finding, NameRule } from '../rule.ts';

export const unknownTemplate: NameRule = {
  code: 'sip-conf/unknown-template',
  severity: 'error',
  family: 'templates',
  title: 'Section that copies from something that is not there yet',
  why: 'What stands between the parentheses must be defined earlier in the files. Otherwise the server stops reading: a sip.conf is refused as a whole, an included file loses the rest. A space after a comma belongs to the next name.',
  fix: 'Correct the name, or move the template above this section.',
  bad: '[general]\n\n[alice](phone)\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
  good: '[general]\n\n[phone](!)\nhost=dynamic\n\n[alice](phone)\ntype=friend\nsecret=Kx7-pq9-Lw2\n',
  on: 'name',
  looksAround: true,
  *check(entries, _key, model) {
    for (const entry of entries) {
      // The server stops at an unclosed header before it looks at any name in it.
      if (entry.header.fault !== undefined) continue;
      for (const option of entry.header.options) {
        if (option.kind !== 'parent') continue;
        const parent = model.parentOf(entry, option.text);
        if (parent !== undefined) {
          if (copiesFromItself(entry, option, parent, model)) yield endless(entry, option);
          continue;
        }
        // A name with spaces around it is a slip; any other may stand in a file that nobody could read.
        if (option.text === option.text.trim() && option.text !== '' && mayFollowUnread(model, entry))
          continue;
        yield judge(entry, option, model);
      }
    }
  },
};

/** Behind a plus the lines go to the section that is added to, also those that are copied from it. */
function copiesFromItself(entry: Entry, option: SectionOption, parent: Entry, model: SipConf): boolean {
  if (!entry.isAppend || model.appendTarget(entry) !== parent) return false;
  const { options } = entry.header;
  return options.findIndex(other => other.kind === 'append') < options.indexOf(option);
}

function endless(entry: Entry, option: SectionOption): Finding {
  const what = `"${option.text}" copies from itself here.`;
  return {
    place: entry.place,
    line: 0,
    start: option.start,
    end: option.end,
    message: message(what, 'The server never comes to the end of it.', 'Remove the name.'),
  };
}

function judge(entry: Entry, option: SectionOption, model: SipConf): Finding {
  const at = atParent(entry, option);
  const why = 'The server stops reading the file here and refuses a sip.conf as a whole.';
  const trimmed = option.text.trim();
  if (
    trimmed !== option.text &&
    (trimmed === '' || model.parentOf(entry, trimmed) !== undefined || trimmed === '!')
  ) {
    return spaceInParent(entry, option, why);
  }
  if (trimmed === '') {
    return {
      ...at,
      message: message(
        'There is an empty name between the parentheses.',
        why,
        'Name a template, or remove the parentheses.',
      ),
    };
  }
  return unknownParent(model, entry, option, { why, removeOwnName: 'Take the name out of the parentheses.' });
}
