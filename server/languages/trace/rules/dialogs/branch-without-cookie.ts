import { message } from '../../../../rules/rule.ts';
import { viaHops } from '../../../../sip/message.ts';
import { findParameter } from '../../../../sip/parameters.ts';
import { exampleMessage } from '../exampleMessage.ts';
import type { MessageRule } from '../rule.ts';

export const branchWithoutCookie: MessageRule = {
  code: 'sip-trace/branch-without-cookie',
  severity: 'information',
  family: 'transactions',
  title: 'Via branch without the magic cookie',
  why: 'A branch that does not start with `z9hG4bK` indicates a client from 1999 (RFC 2543). Servers then match the transaction by other header fields (RFC 3261 section 17.2.3), which is more error-prone.',
  fix: 'Nothing in the trace: the sender is old or generates its own branch.',
  bad: exampleMessage({ headers: { Via: 'SIP/2.0/UDP 192.0.2.10:5060;branch=390skdjuw' } }),
  good: exampleMessage(),
  on: 'message',
  *check({ message: sip, facts }) {
    if (facts.method === undefined || !facts.branch || /^z9hG4bK/i.test(facts.branch)) return;
    const top = viaHops(sip)[0];
    const branch = top && findParameter(top.parameters, 'branch');
    const value = branch?.value?.text;
    if (branch === undefined || value === undefined || value === '' || /^z9hG4bK/i.test(value)) return;
    yield {
      start: branch.start,
      end: branch.end,
      message: message(
        'This branch does not start with "z9hG4bK".',
        'Servers match the transaction by the rules of RFC 2543 (RFC 3261 section 17.2.3).',
        '',
      ),
    };
  },
};
