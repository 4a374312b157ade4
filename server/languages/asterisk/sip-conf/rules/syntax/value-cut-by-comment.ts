import { message } from '../../../../../rules/rule.ts';
import { commentStart } from '../../../config/line.ts';
import { type OptionRule, replacing } from '../rule.ts';

export const valueCutByComment: OptionRule = {
  code: 'sip-conf/value-cut-by-comment',
  severity: 'warning',
  habit: 'rule',
  family: 'syntax',
  title: 'Semicolon inside a value',
  why: 'A `;` starts a comment anywhere, even in the middle of a word. The rest of a secret is silently lost: `secret=` followed by `;` leaves the device without a password.',
  fix: 'Write `\\;` for a semicolon that is part of the value; put a space before a comment.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9;Lw2-v\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9\\;Lw2-v\n',
  on: 'option',
  options: ['secret', 'remotesecret', 'md5secret', 'register', 'auth', 'mwi', 'callerid', 'setvar', 'header'],
  check({ option, place, line }) {
    const at = commentStart(option);
    if (at === undefined || at !== option.end || at === 0) return undefined;
    const before = option.text[at - 1] ?? ' ';
    const after = option.text[at + 1] ?? ' ';
    if (/\s/.test(before) || /[\s;-]/.test(after)) return undefined;
    const range = { place, line, start: at, end: at + 1 };
    const text = message(
      'The semicolon starts a comment here.',
      'The rest is not part of the value.',
      'Write "\\;" for a semicolon in the value.',
    );
    return [{ ...range, message: text, fixes: [replacing('Write "\\;"', range, '\\;')] }];
  },
};
