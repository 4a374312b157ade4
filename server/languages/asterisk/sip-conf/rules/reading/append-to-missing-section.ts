import { message } from '../../../../../rules/rule.ts';
import { isAtLeast } from '../../../config/branch.ts';
import { mayFollowUnread } from '../../../config/unread.ts';
import { atHeader, type NameRule } from '../rule.ts';

export const appendToMissingSection: NameRule = {
  code: 'sip-conf/append-to-missing-section',
  severity: 'error',
  family: 'templates',
  title: 'Section that adds to a section that does not exist yet',
  why: '`(+)` adds lines to an earlier section with the same name. Without one, the server stops reading and refuses the whole sip.conf. Since 13, a plain `(+)` does not find templates.',
  fix: 'Move the section below the one that it adds to, correct the name, or write `(+TEMPLATES=include)` for a template (13 and later).',
  bad: '[general]\n\n[alice](+)\nqualify=yes\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n\n[alice](+)\nqualify=yes\n',
  on: 'name',
  headers: ['append'],
  *check(entries, _key, model) {
    for (const entry of entries) {
      if (!entry.isAppend || model.appendTarget(entry) !== undefined || mayFollowUnread(model, entry))
        continue;
      // Since 13, an empty name means every section.
      if (entry.key === '' && isAtLeast(model.branch, '13')) continue;
      const { header } = entry;
      const plain = entries.find(
        other => !other.isAppend && other.ordinal < entry.ordinal && !other.isTemplate,
      );
      if (header.isCut === true) {
        const what = 'The server looks for the full name but stores only 79 bytes of it.';
        yield { ...atHeader(entry), message: message(what, why, 'Use a shorter name.') };
        continue;
      }
      if (plain !== undefined) {
        const what = `No section "${header.name}" above matches the filter after the "+".`;
        yield { ...atHeader(entry), message: message(what, why, 'Correct the filter, or write "(+)".') };
        continue;
      }
      const template = entries.find(
        other => other.isTemplate && !other.isAppend && other.ordinal < entry.ordinal,
      );
      const isTemplate = template !== undefined && isAtLeast(model.branch, '13');
      const what = isTemplate
        ? `"${header.name}" is a template, and a plain "(+)" does not find templates.`
        : `There is no section "${header.name}" above this one to add to.`;
      const todo = isTemplate
        ? 'Write "(+TEMPLATES=include)".'
        : 'Move it below that section, or remove the "+".';
      yield { ...atHeader(entry), message: message(what, why, todo) };
    }
  },
};

const why = 'The server stops reading the file here. If it is sip.conf itself, the server refuses all of it.';
