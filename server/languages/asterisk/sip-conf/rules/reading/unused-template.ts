import { message } from '../../../../../rules/rule.ts';
import { isReadWhole } from '../../../config/unread.ts';
import { atHeader, type NameRule } from '../rule.ts';

export const unusedTemplate: NameRule = {
  code: 'sip-conf/unused-template',
  severity: 'hint',
  family: 'templates',
  title: 'Unused template',
  why: 'A template is never loaded as a device, so an unused one has no effect.',
  fix: 'Use it, or remove it.',
  bad: '[general]\n\n[phone](!)\nhost=dynamic\n',
  good: '[general]\n\n[phone](!)\nhost=dynamic\n\n[alice](phone)\ntype=friend\nsecret=Kx7-pq9-Lw2\n',
  on: 'name',
  headers: ['template'],
  *check(entries, key, model) {
    if (model.heirs.has(key) || !isReadWhole(model)) return;
    for (const entry of entries) {
      if (!entry.isTemplate || entry.isAppend) continue;
      const text = message(
        `No section inherits from the template "${entry.header.name}".`,
        'It has no effect.',
        'Use it, or remove it.',
      );
      yield { ...atHeader(entry), message: text, tag: 'unnecessary' };
    }
  },
};
