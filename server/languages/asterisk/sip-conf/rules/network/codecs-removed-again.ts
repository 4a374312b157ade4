import { message } from '../../../../../rules/rule.ts';
import { codecsRemovedBy, firstAllowed } from '../../model/codecsInForce.ts';
import { atValue, type GeneralRule } from '../rule.ts';

export const codecsRemovedAgain: GeneralRule = {
  code: 'sip-conf/codecs-removed-again',
  severity: 'warning',
  family: 'media',
  title: 'Codecs in [general] that a later line removes',
  why: 'Lines are evaluated in file order, so a `disallow=all` below the `allow` lines removes their codecs again. Devices without `allow` lines of their own have none, and every call from them is refused with 488.',
  fix: 'Move `disallow=all` above the `allow` lines.',
  bad: '[general]\nallow=alaw\ndisallow=all\n',
  good: '[general]\ndisallow=all\nallow=alaw\n',
  on: 'general',
  *check(general) {
    const removed = codecsRemovedBy(general);
    const allowed = removed === undefined ? undefined : firstAllowed(general);
    if (removed === undefined || allowed === undefined || allowed === removed) return;
    yield {
      ...atValue(removed),
      message: message(
        'This line removes the codecs that [general] allows above it.',
        'Calls from devices without allow lines of their own are refused with 488.',
        'Move disallow=all above the allow lines.',
      ),
      related: [{ ...atValue(allowed), message: 'This line then has no effect.' }],
    };
  },
};
