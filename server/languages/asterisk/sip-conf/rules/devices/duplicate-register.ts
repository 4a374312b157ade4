import { message } from '../../../../../rules/rule.ts';
import type { Setting } from '../../../config/entry.ts';
import { atName, type GeneralRule, removingLine } from '../rule.ts';

export const duplicateRegister: GeneralRule = {
  code: 'sip-conf/duplicate-register',
  severity: 'information',
  family: 'registration',
  title: 'Register line that is written twice',
  why: 'The server registers once for each different line; the same line again is ignored (sip_register).',
  fix: 'Remove the second line.',
  bad: '[general]\nregister => u100:Kx7-pq9-Lw2@sip.example.org/100\nregister => u100:Kx7-pq9-Lw2@sip.example.org/100\n',
  good: '[general]\nregister => u100:Kx7-pq9-Lw2@sip.example.org/100\n',
  since: '13',
  on: 'general',
  *check(general) {
    const known = new Map<string, Setting>();
    for (const line of general.all('register')) {
      const first = known.get(line.value);
      if (first === undefined) {
        known.set(line.value, line);
        continue;
      }
      const text = message(
        'The same register line stands above.',
        'The server ignores it the second time.',
        'Remove the line.',
      );
      yield {
        ...atName(line),
        message: text,
        related: [{ ...atName(first), message: 'The first one counts.' }],
        fixes: [removingLine('Remove the line', line)],
        tag: 'unnecessary',
      };
    }
  },
};
