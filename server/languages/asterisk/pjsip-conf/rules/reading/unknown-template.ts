import { message } from '../../../../../rules/rule.ts';
import { nearest } from '../../../../../text/spelling.ts';
import type { Entry } from '../../../config/entry.ts';
import type { SectionOption } from '../../../config/line.ts';
import { mayFollowUnread } from '../../../config/unread.ts';
import type { PjsipConf } from '../../model/model.ts';
import { atHeader, type Finding, type NameRule, replacing } from '../rule.ts';
import { whyStop } from '../texts.ts';

export const unknownTemplate: NameRule = {
  code: 'pjsip-conf/unknown-template',
  severity: 'error',
  family: 'reading',
  title: 'Section that copies from something that is not there yet',
  why: 'What stands between the parentheses must be defined earlier in the files. Otherwise Asterisk stops reading and refuses the whole pjsip.conf. A space after a comma belongs to the next name.',
  fix: 'Correct the name, or move the template above this section.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice](phone)\ntype=aor\nmax_contacts=1\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[phone](!)\nmax_contacts=1\n\n[alice](phone)\ntype=aor\n',
  on: 'name',
  *check(entries, _key, model) {
    for (const entry of entries) {
      if (entry.header.fault !== undefined) continue;
      for (const option of entry.header.options) {
        if (option.kind !== 'parent' || model.conf.parentOf(entry, option.text) !== undefined) continue;
        const isSlip = option.text !== option.text.trim() || option.text === '';
        if (!isSlip && mayFollowUnread(model.conf, entry)) continue;
        yield judge(entry, option, model);
      }
    }
  },
};

function judge(entry: Entry, option: SectionOption, model: PjsipConf): Finding {
  const range = { place: entry.place, line: 0, start: option.start, end: option.end };
  const at = option.end > option.start ? range : atHeader(entry);
  const why = whyStop(model, entry.place.file);
  const trimmed = option.text.trim();
  if (trimmed === '')
    return {
      ...at,
      message: message('There is an empty name between the parentheses.', why, 'Name a template.'),
    };
  if (trimmed !== option.text && model.conf.parentOf(entry, trimmed) !== undefined) {
    const what = `The space belongs to the name: there is no section "${option.text}".`;
    const fixes = [replacing('Remove the space', at, trimmed, true)];
    return { ...at, message: message(what, why, 'Remove the space.'), fixes };
  }
  const later = model.conf.names.get(option.text.toLowerCase())?.find(candidate => !candidate.isAppend);
  if (later !== undefined) {
    const what =
      later === entry
        ? `"${option.text}" cannot copy from itself.`
        : `"${option.text}" is defined further down, after it is used here.`;
    const related = [{ ...atHeader(later), message: `"${later.header.name}" begins here.` }];
    const todo = later === entry ? 'Remove the name from the parentheses.' : 'Move it above this section.';
    return { ...at, message: message(what, why, todo), related };
  }
  const near = nearest(option.text, earlierTemplates(model, entry.ordinal));
  const what = `There is no template or section "${option.text}".`;
  if (near === undefined) return { ...at, message: message(what, why, 'Define it above this section.') };
  const fixes = [replacing(`Change to "${near}"`, at, near)];
  return { ...at, message: message(what, why, `Did you mean "${near}"?`), fixes };
}

/** Enough to find a misspelled name. */
const MAX_SUGGESTIONS = 500;

function earlierTemplates({ conf }: PjsipConf, ordinal: number): string[] {
  const names: string[] = [];
  for (const template of conf.templates) {
    if (names.length === MAX_SUGGESTIONS) break;
    if (template.ordinal < ordinal) names.push(template.header.name);
  }
  return names.sort();
}
