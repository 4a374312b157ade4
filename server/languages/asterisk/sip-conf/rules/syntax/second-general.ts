import { message } from '../../../../../rules/rule.ts';
import type { Entry } from '../../../config/entry.ts';
import { isSpecial } from '../../model/model.ts';
import { atHeader, type Finding, type NameRule, replacing } from '../rule.ts';

export const secondGeneral: NameRule = {
  code: 'sip-conf/second-general',
  severity: 'warning',
  family: 'syntax',
  title: 'Ignored second [general] or [authentication] section',
  why: 'The server reads only the first section with that name, and silently ignores later ones completely.',
  fix: 'Move its lines into the first one, or write `[general](+)`.',
  bad: '[general]\ncontext=public\n\n[general]\nallowguest=no\n',
  good: '[general]\ncontext=public\n\n[general](+)\nallowguest=no\n',
  on: 'name',
  check: (entries, key) => (entries.length > 1 && isSpecial(key) ? findings(entries) : undefined),
};

function* findings(entries: readonly Entry[]): Generator<Finding> {
  const plain = entries.filter(entry => !entry.isTemplate && !entry.isAppend);
  const [first] = plain;
  if (first === undefined) return;
  for (const entry of plain.slice(1)) {
    const end = entry.header.nameEnd + 1;
    const behind = { place: entry.place, line: 0, start: end, end };
    const fixes =
      entry.header.options.length === 0 ? [replacing('Add to the first one with "(+)"', behind, '(+)')] : [];
    const related = [{ ...atHeader(first), message: 'Only this one is read.' }];
    const what = `This is the second [${entry.header.name}].`;
    const why = 'The server silently ignores it with all its lines.';
    yield {
      ...atHeader(entry),
      message: message(what, why, 'Write (+) after it, or move the lines.'),
      fixes,
      related,
    };
  }
}
