import { message } from '../../../../../rules/rule.ts';
import { atHeader, type NameRule } from '../rule.ts';

export const sectionNameTooLong: NameRule = {
  code: 'pjsip-conf/section-name-too-long',
  severity: 'warning',
  family: 'syntax',
  title: 'Section name that Asterisk truncates',
  why: 'Asterisk silently truncates names to 79 bytes, and a reference to the full name does not find the object. A non-ASCII letter has two bytes or more.',
  fix: 'Use a name of at most 79 bytes.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]\ntype=aor\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  on: 'name',
  headers: ['cut'],
  *check(entries) {
    for (const entry of entries) {
      if (entry.header.isCut !== true) continue;
      const what = 'Asterisk truncates this name to 79 bytes.';
      yield {
        ...atHeader(entry),
        message: message(what, 'References to the full name do not find it.', 'Use a shorter name.'),
      };
    }
  },
};
