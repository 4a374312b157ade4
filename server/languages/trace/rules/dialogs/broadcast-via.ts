import { message } from '../../../../rules/rule.ts';
import { headerHops } from '../../../../sip/message.ts';
import { exampleResponse } from '../exampleMessage.ts';
import type { HeaderRule } from '../rule.ts';

export const broadcastVia: HeaderRule = {
  code: 'sip-trace/broadcast-via',
  severity: 'warning',
  family: 'routing',
  title: 'Via with a broadcast address',
  why: 'A response is sent to the address in the Via below the top one. With a broadcast address there, one forged response becomes many (RFC 4475 section 3.3.10).',
  fix: 'Drop such messages, and find out who sends them.',
  bad: exampleResponse('SIP/2.0 200 OK', { add: ['Via: SIP/2.0/UDP 255.255.255.255;branch=z9hG4bK1'] }),
  good: exampleResponse('SIP/2.0 200 OK'),
  on: 'header',
  kinds: ['via'],
  *check(header) {
    for (const hop of headerHops(header)) {
      if (hop.host.text !== '255.255.255.255') continue;
      yield {
        start: hop.host.start,
        end: hop.host.end,
        message: message(
          'This Via contains the broadcast address.',
          'A response would be sent to every host in the network (RFC 4475 section 3.3.10).',
          'Find out who sends this.',
        ),
      };
    }
  },
};
