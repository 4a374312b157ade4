import { message } from '../../../rules/rule.ts';
import { headerFacts } from '../../../sip/headers.ts';
import { exampleMessage } from '../exampleMessage.ts';
import type { MessageRule } from '../rule.ts';

/** No sensible address is longer, and the search costs more than its length. */
const LONGEST = 2000;

export const spacesInAddress: MessageRule = {
  code: 'sip-trace/spaces-in-address',
  severity: 'error',
  family: 'syntax',
  title: 'Space between an angle bracket and the URI',
  why: 'Between `<` and `>` stands the URI and nothing else (RFC 3261 section 25.1, RFC 4475 section 3.1.2.14). Strict parsers answer 400.',
  fix: 'Take the spaces away.',
  bad: exampleMessage({ headers: { To: '"Watson, Thomas" < sip:t.watson@example.org >' } }),
  good: exampleMessage({ headers: { To: '"Watson, Thomas" <sip:t.watson@example.org>' } }),
  on: 'message',
  *check({ message: sip }) {
    for (const header of sip.headers) {
      const kind = headerFacts(header.canonical)?.kind;
      if ((kind !== 'address' && kind !== 'addresses') || header.value.text.length > LONGEST) continue;
      const withoutQuotes = header.value.text.replace(/"(?:[^"\\]|\\.)*"/g, quoted =>
        '.'.repeat(quoted.length),
      );
      const found = /<\s+[^>]*>|<[^>]*?\s+>/.exec(withoutQuotes);
      if (found === null) continue;
      const start = header.value.start + found.index;
      yield {
        start,
        end: start + found[0].length,
        message: message(
          `In ${header.canonical} a space stands between the angle bracket and the URI.`,
          'Strict parsers answer 400 (RFC 3261 section 25.1).',
          'Take the space away.',
        ),
      };
    }
  },
};
