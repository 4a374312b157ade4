import { message } from '../../../../../rules/rule.ts';
import { atHeader, type NameRule } from '../rule.ts';

export const sectionNameTooLong: NameRule = {
  code: 'sip-conf/section-name-too-long',
  severity: 'warning',
  family: 'syntax',
  title: 'Section name that the server truncates',
  why: 'The server silently truncates names to 79 bytes, and requests for the full name do not find the device. A non-ASCII letter has two bytes or more.',
  fix: 'Use a name of at most 79 bytes.',
  bad: `[general]\n\n[${'a'.repeat(85)}]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n`,
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
  on: 'name',
  headers: ['cut'],
  *check(entries) {
    for (const entry of entries) {
      const { header } = entry;
      if (header.isCut !== true) continue;
      yield {
        ...atHeader(entry),
        message: message(
          'The server truncates this name to 79 bytes.',
          'Requests for the full name do not find the device.',
          'Use a shorter name.',
        ),
      };
    }
  },
};
