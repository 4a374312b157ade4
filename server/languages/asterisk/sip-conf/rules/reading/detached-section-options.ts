import { message } from '../../../../../rules/rule.ts';
import { type LineRule, replacing } from '../rule.ts';

export const detachedSectionOptions: LineRule = {
  code: 'sip-conf/detached-section-options',
  severity: 'warning',
  family: 'templates',
  title: 'Space between a section name and its parentheses',
  why: 'The server expects `(` directly after `]`. After a space, it silently ignores the parentheses: the section copies nothing, and a template becomes a device.',
  fix: 'Remove the space.',
  bad: '[general]\n\n[phone](!)\nhost=dynamic\n\n[alice] (phone)\ntype=friend\nsecret=Kx7-pq9-Lw2\n',
  good: '[general]\n\n[phone](!)\nhost=dynamic\n\n[alice](phone)\ntype=friend\nsecret=Kx7-pq9-Lw2\n',
  on: 'line',
  kinds: ['header'],
  check(line, at) {
    if (line.kind !== 'header' || line.detachedOptions === undefined) return undefined;
    const start = line.nameEnd + 1;
    const range = { ...at, start, end: line.end };
    const blank = { ...at, start, end: line.detachedOptions };
    const text = message(
      'The server ignores these parentheses because of the space before them.',
      'Nothing is copied, and a template becomes a device.',
      'Remove the space.',
    );
    return [{ ...range, message: text, fixes: [replacing('Remove the space', blank, '')] }];
  },
};
