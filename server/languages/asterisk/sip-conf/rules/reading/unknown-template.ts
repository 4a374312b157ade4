import { message } from '../../../../../rules/rule.ts';
import type { Entry } from '../../../config/entry.ts';
import { atParent, spaceInParent, unknownParent } from '../../../config/faults/unknownParent.ts';
import type { SectionOption } from '../../../config/line.ts';
import { followsUnreadInclude } from '../../../config/unread.ts';
import type { SipConf } from '../../model/model.ts';
import type { Finding, NameRule } from '../rule.ts';

export const unknownTemplate: NameRule = {
  code: 'sip-conf/unknown-template',
  severity: 'error',
  family: 'templates',
  title: 'Section that inherits from a section that does not exist yet',
  why: 'The sections named between the parentheses must be defined earlier in the files. Otherwise, the server stops reading: it refuses all of sip.conf, or loses the rest of an included file. A space after a comma is part of the next name.',
  fix: 'Correct the name, or move the template above this section.',
  bad: '[general]\n\n[alice](phone)\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
  good: '[general]\n\n[phone](!)\nhost=dynamic\n\n[alice](phone)\ntype=friend\nsecret=Kx7-pq9-Lw2\n',
  on: 'name',
  headers: ['parent'],
  looksAround: true,
  check(entries, _key, model) {
    let found: Finding[] | undefined;
    const report = (finding: Finding): void => {
      found ??= [];
      found.push(finding);
    };
    for (const entry of entries) {
      // The server stops at an unclosed header before it reads any name in it.
      if (entry.header.fault !== undefined) continue;
      for (const option of entry.header.options) {
        if (option.kind !== 'parent') continue;
        const parent = model.parentOf(entry, option.text);
        if (parent !== undefined) {
          if (copiesFromItself(entry, option, parent, model)) report(endless(entry, option));
          continue;
        }
        // A name with spaces around it is a mistake; any other may be in an included file that could not be read.
        if (option.text === option.text.trim() && option.text !== '' && followsUnreadInclude(model, entry))
          continue;
        report(judge(entry, option, model));
      }
    }
    return found;
  },
};

/** After a plus, the lines go to the section that is added to, including lines that were copied from it. */
function copiesFromItself(entry: Entry, option: SectionOption, parent: Entry, model: SipConf): boolean {
  if (!entry.isAppend || model.appendTarget(entry) !== parent) return false;
  const { options } = entry.header;
  return options.findIndex(other => other.kind === 'append') < options.indexOf(option);
}

function endless(entry: Entry, option: SectionOption): Finding {
  const what = `"${option.text}" inherits from itself here.`;
  return {
    place: entry.place,
    line: 0,
    start: option.start,
    end: option.end,
    message: message(what, 'The server never finishes copying.', 'Remove the name.'),
  };
}

function judge(entry: Entry, option: SectionOption, model: SipConf): Finding {
  const at = atParent(entry, option);
  const why =
    'The server stops reading the file here. If it is sip.conf itself, the server refuses all of it.';
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
        'Add the name of a template, or remove the parentheses.',
      ),
    };
  }
  return unknownParent(model, entry, option, { why, removeOwnName: 'Remove the name from the parentheses.' });
}
