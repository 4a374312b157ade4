import { message } from '../../../../../rules/rule.ts';
import { isReadWhole } from '../../../config/unread.ts';
import { atHeader, type NameRule } from '../rule.ts';

export const unusedTemplate: NameRule = {
  code: 'pjsip-conf/unused-template',
  severity: 'hint',
  family: 'reading',
  title: 'Unused template',
  why: 'A template is never loaded as an object, so an unused one has no effect.',
  fix: 'Use it, or remove it.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[phone](!)\ntype=aor\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[phone](!)\ntype=aor\n\n[alice](phone)\nmax_contacts=1\n',
  on: 'name',
  headers: ['template'],
  *check(entries, key, model) {
    if (model.conf.heirs.has(key) || !isReadWhole(model.conf)) return;
    for (const entry of entries) {
      if (!entry.isTemplate || entry.isAppend) continue;
      const what = `No section inherits from the template "${entry.header.name}".`;
      yield {
        ...atHeader(entry),
        message: message(what, 'It has no effect.', 'Use it, or remove it.'),
        tag: 'unnecessary',
      };
    }
  },
};
