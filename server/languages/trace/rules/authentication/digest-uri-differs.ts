import { message } from '../../../../rules/rule.ts';
import { digestUriFault } from '../../../../sip/digest/answerFaults.ts';
import type { Finding } from '../../model/finding.ts';
import { exampleMessage } from '../exampleMessage.ts';
import { isMasked } from '../masked.ts';
import type { MessageRule } from '../rule.ts';

const answer = (uri: string): string =>
  exampleMessage({
    add: [
      `Authorization: Digest username="alice", realm="example.com", nonce="84a4cc6f", uri="${uri}", response="7587245234b3434cc3412213e5f113a5"`,
    ],
  });

export const digestUriDiffers: MessageRule = {
  code: 'sip-trace/digest-uri-differs',
  severity: 'information',
  family: 'authentication',
  title: 'Digest whose uri differs from the Request-URI',
  why: 'The uri of an answer is the Request-URI (RFC 3261 section 22.4). The hash can still be correct, because it is computed with the uri in the header. But servers that compare the two refuse the request, and an address in angle brackets is not a URI.',
  fix: 'The client must copy the Request-URI from the request line.',
  bad: answer('<sip:bob@example.com>'),
  good: answer('sip:bob@example.com'),
  on: 'message',
  *check({ facts, message: sip }) {
    const { method, requestUri } = facts;
    if (requestUri === undefined || method === undefined || facts.answers.length === 0) return;
    // ACK and CANCEL carry the credentials of their INVITE; after a proxy, the Request-URI may be different.
    if (method === 'ACK' || method === 'CANCEL') return;
    for (const { uri, header } of facts.answers) {
      if (uri === undefined || uri === '' || isMasked(uri)) continue;
      const fault = digestUriFault(uri, requestUri);
      const isBracketed = uri.includes('<');
      if (fault === undefined || (facts.hops > 1 && !isBracketed)) continue;
      const field = sip.headers.find(found => found.canonical === header);
      if (field === undefined) continue;
      const finding: Finding = {
        start: field.name.start,
        end: field.name.end,
        message: message(
          fault,
          'Servers that compare them refuse the request.',
          'The client must copy the Request-URI there.',
        ),
        ...(isBracketed ? { severity: 'warning' as const } : {}),
      };
      yield finding;
    }
  },
};
