import { message } from '../../../../rules/rule.ts';
import { firstHeader } from '../../../../sip/message.ts';
import { exampleMessage } from '../exampleMessage.ts';
import type { MessageRule } from '../rule.ts';

export const noHopsLeft: MessageRule = {
  code: 'sip-trace/no-hops-left',
  severity: 'information',
  family: 'routing',
  title: 'Max-Forwards is 0',
  why: 'The next proxy does not forward this request, but responds with 483 Too Many Hops (RFC 3261 section 16.3). Either it is a probe, or the request was in a loop.',
  fix: 'Look for a loop: a domain that the proxy does not recognize as its own, or a route back to the sender.',
  bad: exampleMessage({ headers: { 'Max-Forwards': '0' } }),
  good: exampleMessage(),
  on: 'message',
  *check({ message: sip, facts }) {
    const header = firstHeader(sip, 'Max-Forwards');
    if (facts.method === undefined || header?.value.text !== '0') return;
    yield {
      start: header.value.start,
      end: header.value.end,
      message: message(
        'This request cannot pass another proxy.',
        'The next one responds with 483 Too Many Hops (RFC 3261 section 16.3).',
        'If this is not intended, look for a routing loop.',
      ),
    };
  },
};
