import { message } from '../../../../rules/rule.ts';
import { headerHops } from '../../../../sip/message.ts';
import { findParameter } from '../../../../sip/parameters.ts';
import { exampleMessage } from '../exampleMessage.ts';
import type { HeaderRule } from '../rule.ts';

export const branchWithoutIdentifier: HeaderRule = {
  code: 'sip-trace/branch-without-identifier',
  severity: 'error',
  family: 'transactions',
  title: 'Via branch without a transaction identifier',
  why: 'The branch makes a transaction unique (RFC 3261 section 8.1.1.7). If it is empty, or only the magic cookie `z9hG4bK`, all requests of the sender look like retransmissions of each other (RFC 4475 section 3.2.1).',
  fix: 'Send a branch that starts with `z9hG4bK` and continues with a unique identifier.',
  bad: exampleMessage({ headers: { Via: 'SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK' } }),
  good: exampleMessage(),
  on: 'header',
  kinds: ['via'],
  *check(header, { entry, message: sip }) {
    for (const hop of headerHops(header)) {
      const branch = findParameter(hop.parameters, 'branch');
      if (branch === undefined || (branch.value !== undefined && !/^(?:z9hG4bK)?$/i.test(branch.value.text)))
        continue;
      if (entry.message.cut === 'header' && hop.source.end >= sip.end - 2) continue;
      yield {
        start: branch.start,
        end: branch.end,
        message: message(
          branch.value?.text === undefined || branch.value.text === ''
            ? 'This branch is empty.'
            : 'This branch is only the magic cookie, without an identifier.',
          'All requests of the sender look like one transaction (RFC 3261 section 8.1.1.7).',
          'Add a unique identifier after "z9hG4bK".',
        ),
      };
    }
  },
};
