import { message } from '../../../../../rules/rule.ts';
import { leadingInteger } from '../../../values/integers.ts';
import { atValue, type OptionRule, replacing } from '../rule.ts';

/** Milliseconds that phones in a local network take. */
const ANY_PHONE = 20;
const DISTANT_PHONE = 100;

export const qualifyTooShort: OptionRule = {
  code: 'sip-conf/qualify-too-short',
  severity: 'information',
  family: 'values',
  title: 'Time for a response that is too short',
  why: 'A number for `qualify` is in milliseconds, not in seconds. A device that takes longer to answer OPTIONS is LAGGED: the server does not call it (create_addr_from_peer), as if it were unreachable.',
  fix: 'Write `qualify=yes`, which means 2000 ms, and set the interval with `qualifyfreq`.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\nqualify=60\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\nqualify=yes\nqualifyfreq=60\n',
  on: 'option',
  options: ['qualify'],
  check(subject) {
    const limit = leadingInteger(subject.option.value);
    if (limit === undefined || limit < 1 || limit >= DISTANT_PHONE) return undefined;
    const at = atValue(subject);
    const text = message(
      `The value is in milliseconds: the device must answer within ${limit} ms.`,
      'If it takes longer, the server does not call it.',
      'Write yes for 2 seconds.',
    );
    return [
      {
        ...at,
        message: text,
        fixes: [replacing('Change to "yes"', at, 'yes')],
        ...(limit < ANY_PHONE ? { severity: 'warning' as const } : {}),
      },
    ];
  },
};
