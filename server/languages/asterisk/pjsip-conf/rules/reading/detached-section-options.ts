import { message } from '../../../../../rules/rule.ts';
import { type LineRule, replacing } from '../rule.ts';

export const detachedSectionOptions: LineRule = {
  code: 'pjsip-conf/detached-section-options',
  severity: 'warning',
  family: 'reading',
  title: 'Space between a section name and its parentheses',
  why: 'Asterisk expects `(` directly after `]`. After a space, it silently ignores the parentheses: the section copies nothing, so it usually has no type and creates no object, and a template becomes an object.',
  fix: 'Remove the space.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[phone](!)\ntype=aor\nmax_contacts=1\n\n[alice] (phone)\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[phone](!)\ntype=aor\nmax_contacts=1\n\n[alice](phone)\n',
  on: 'line',
  kinds: ['header'],
  check(line, at) {
    if (line.kind !== 'header' || line.detachedOptions === undefined) return undefined;
    const start = line.nameEnd + 1;
    const text = message(
      'Asterisk ignores these parentheses because of the space before them.',
      'Nothing is copied, and a template becomes an object.',
      'Remove the space.',
    );
    const fixes = [replacing('Remove the space', { ...at, start, end: line.detachedOptions }, '')];
    return [{ ...at, start, end: line.end, message: text, fixes }];
  },
};
