import { message } from '../../../../rules/rule.ts';
import { firstAddress } from '../../../../sip/message.ts';
import { findParameter } from '../../../../sip/parameters.ts';
import type { Finding } from '../../model/finding.ts';
import { exampleMessage } from '../exampleMessage.ts';
import type { MessageRule } from '../rule.ts';

export const missingTag: MessageRule = {
  code: 'sip-trace/missing-tag',
  severity: 'warning',
  family: 'dialogs',
  title: 'From or To without the tag that the dialog needs',
  why: 'The tags of From and To, together with the Call-ID, identify a dialog (RFC 3261 section 12). Every request has a tag in From (section 8.1.1.3), and every response except 100 has one in To (section 8.2.6.2). Without them, forked calls cannot be distinguished.',
  fix: 'Nothing in the trace: the sender is old or broken.',
  bad: exampleMessage({ headers: { From: '<sip:alice@example.com>' } }),
  good: exampleMessage(),
  on: 'message',
  *check({ entry, message: sip, facts }) {
    if (entry.message.cut === 'header') return;
    const sides = facts.status !== undefined && facts.status > 100 ? ['From', 'To'] : ['From'];
    for (const side of sides) {
      if (side === 'From' ? facts.fromTag : facts.toTag) continue;
      const address = firstAddress(sip, side);
      if (address === undefined) continue;
      const tag = findParameter(address.parameters, 'tag');
      if (tag?.value !== undefined && tag.value.text !== '') continue;
      const finding: Finding = {
        start: tag?.start ?? address.source.start,
        end: tag?.end ?? address.source.end,
        message: message(
          tag === undefined ? `${side} has no tag.` : `The tag of ${side} is empty.`,
          'Dialogs cannot be distinguished without it (RFC 3261 section 8.1.1.3, 8.2.6.2).',
          '',
        ),
      };
      yield finding;
    }
  },
};
