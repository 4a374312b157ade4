import { message } from '../../../../rules/rule.ts';
import { headerAddresses } from '../../../../sip/message.ts';
import { parseUri, type SipUri } from '../../../../sip/uri.ts';
import type { Finding } from '../../model/finding.ts';
import { exampleMessage } from '../exampleMessage.ts';
import type { MessageRule } from '../rule.ts';

export const unknownUriScheme: MessageRule = {
  code: 'sip-trace/unknown-uri-scheme',
  severity: 'warning',
  family: 'routing',
  title: 'URI with a scheme that SIP servers do not route',
  why: 'A server that does not know the scheme of the Request-URI responds with 416 Unsupported URI Scheme (RFC 3261 section 8.2.2.1). In From and To, any scheme is allowed, but most programs expect `sip:`, `sips:` or `tel:`.',
  fix: 'Use `sip:`, `sips:` or `tel:`.',
  bad: exampleMessage({ startLine: 'OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0' }),
  good: exampleMessage(),
  on: 'message',
  check({ message: sip }) {
    const found: Finding[] = [];
    if (sip.startLine.kind === 'request' && !/^sips?:/i.test(sip.startLine.uri.text))
      judge('Request-URI', parseUri(sip.startLine.uri), found);
    for (const header of sip.headers) {
      // A single address that starts with `sip` is not parsed for this.
      if (!LOOKED_AT.has(header.canonical) || /^[^,:]*<?sips?:[^,]*$/i.test(header.value.text)) continue;
      for (const { wildcard, uri } of headerAddresses(header))
        if (!wildcard) judge(header.canonical, uri, found);
    }
    return found;
  },
};

function judge(name: string, { scheme, source }: SipUri, found: Finding[]): void {
  if (scheme === '' || ROUTED.test(scheme)) return;
  found.push({
    start: source.start,
    end: source.end,
    message: message(
      `The ${name} has the scheme "${scheme}".`,
      'SIP servers do not route it: they respond with 416 (RFC 3261 section 8.2.2.1).',
      'Use "sip:", "sips:" or "tel:".',
    ),
  });
}

const LOOKED_AT: ReadonlySet<string> = new Set(['From', 'To', 'Contact']);
const ROUTED = /^(?:sips?|tel|urn|im|pres|mailto|https?)$/;
