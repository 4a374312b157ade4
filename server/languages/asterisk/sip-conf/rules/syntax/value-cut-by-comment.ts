import { message } from '../../../../../rules/rule.ts';
import { beginsWithCodec } from '../../../values/codecs.ts';
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
  options: [
    'secret',
    'remotesecret',
    'md5secret',
    'register',
    'auth',
    'mwi',
    'callerid',
    'setvar',
    'header',
    'allow',
    'disallow',
  ],
  check({ option, place, line, name }) {
    const at = option.end;
    if (option.text[at] !== ';') return undefined;
    const before = option.text[at - 1] ?? ' ';
    const after = option.text[at + 1] ?? ' ';
    if (/\s/.test(before) || /[\s;-]/.test(after)) return undefined;
    const range = { place, line, start: at, end: at + 1 };
    const isCodecs = name === 'allow' || name === 'disallow';
    if (isCodecs && !beginsWithCodec(option.text.slice(at + 1))) return undefined;
    const text = message(
      'The semicolon starts a comment here.',
      isCodecs ? 'The codecs after it do not count.' : 'The rest is not part of the value.',
      isCodecs ? 'Write a comma.' : 'Write "\\;" for a semicolon in the value.',
    );
    const fix = isCodecs ? replacing('Write a comma', range, ',') : replacing('Write "\\;"', range, '\\;');
    return [{ ...range, message: text, fixes: [fix] }];
  },
};
