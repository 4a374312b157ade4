import { message } from '../../../../rules/rule.ts';
import { nearest } from '../../../../text/spelling.ts';
import type { AsteriskConf } from '../conf.ts';
import type { Entry } from '../entry.ts';
import { atHeader, type Finding, replacing } from '../finding.ts';
import type { SectionOption } from '../line.ts';

/** The range of a name between the parentheses of a header, or of the header when the name is empty. */
export function atParent(entry: Entry, option: SectionOption): Omit<Finding, 'message'> {
  const range = { place: entry.place, line: 0, start: option.start, end: option.end };
  return option.end > option.start ? range : atHeader(entry);
}

/** The words that differ from file to file. */
export interface UnknownParentWords {
  /** What happens to the file. */
  readonly why: string;
  /** What to do about a section that inherits from itself. */
  readonly removeOwnName: string;
}

/** A space that is part of the name. */
export function spaceInParent(entry: Entry, option: SectionOption, why: string): Finding {
  const at = atParent(entry, option);
  const what = `The space is part of the name, and there is no section "${option.text}".`;
  const fixes = [replacing('Remove the space', at, option.text.trim(), true)];
  return { ...at, message: message(what, why, 'Remove the space.'), fixes };
}

/** A name between the parentheses that no section above has: it is further down, misspelled, or missing. */
export function unknownParent(
  conf: AsteriskConf,
  entry: Entry,
  option: SectionOption,
  { why, removeOwnName }: UnknownParentWords,
): Finding {
  const at = atParent(entry, option);
  const later = conf.names.get(option.text.toLowerCase())?.find(candidate => !candidate.isAppend);
  if (later !== undefined) {
    const what =
      later === entry
        ? `"${option.text}" cannot inherit from itself.`
        : `"${option.text}" is defined further down, after it is used here.`;
    const related = [{ ...atHeader(later), message: `"${later.header.name}" begins here.` }];
    const todo = later === entry ? removeOwnName : 'Move it above this section.';
    return { ...at, message: message(what, why, todo), related };
  }
  const near = nearest(option.text, earlierTemplates(conf, entry.ordinal));
  const what = `There is no template or section "${option.text}".`;
  if (near === undefined) return { ...at, message: message(what, why, 'Define it above this section.') };
  const fixes = [replacing(`Change to "${near}"`, at, near)];
  return { ...at, message: message(what, why, `Did you mean "${near}"?`), fixes };
}

/** Enough to find a misspelled name; even in a file that consists of templates only, a mistake must not search all of them. */
const MAX_SUGGESTIONS = 500;

function earlierTemplates(conf: AsteriskConf, ordinal: number): string[] {
  const names: string[] = [];
  for (const template of conf.templates) {
    if (names.length === MAX_SUGGESTIONS) break;
    if (template.ordinal < ordinal) names.push(template.header.name);
  }
  return names.sort();
}
