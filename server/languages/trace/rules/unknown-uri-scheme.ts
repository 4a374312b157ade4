import { message } from '../../../rules/rule.ts';
import { addressesNamed, requestUri } from '../../../sip/message.ts';
import type { SipUri } from '../../../sip/uri.ts';
import { exampleMessage } from '../exampleMessage.ts';
import type { MessageRule } from '../rule.ts';

export const unknownUriScheme: MessageRule = {
  code: 'sip-trace/unknown-uri-scheme',
  severity: 'warning',
  family: 'routing',
  title: 'URI of a scheme that SIP servers do not route',
  why: 'A server that does not know the scheme of the Request-URI answers 416 Unsupported URI Scheme (RFC 3261 section 8.2.2.1). In From and To any scheme is allowed, but most programs expect `sip:`, `sips:` or `tel:`.',
  fix: 'Use `sip:`, `sips:` or `tel:`.',
  bad: exampleMessage({ startLine: 'OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0' }),
  good: exampleMessage(),
  on: 'message',
  *check({ message: sip }) {
    const uri = requestUri(sip);
    const places: [string, SipUri][] = uri === undefined ? [] : [['Request-URI', uri]];
    for (const name of ['From', 'To', 'Contact']) {
      for (const address of addressesNamed(sip, name))
        if (!address.wildcard) places.push([name, address.uri]);
    }
    for (const [name, found] of places) {
      if (found.scheme === '' || /^(?:sips?|tel|urn|im|pres|mailto|https?)$/.test(found.scheme)) continue;
      yield {
        start: found.source.start,
        end: found.source.end,
        message: message(
          `The ${name} has the scheme "${found.scheme}".`,
          'SIP servers do not route it: they answer 416 (RFC 3261 section 8.2.2.1).',
          'Use "sip:", "sips:" or "tel:".',
        ),
      };
    }
  },
};
