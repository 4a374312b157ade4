import { message } from '../../../../rules/rule.ts';
import { exampleMessage } from '../exampleMessage.ts';
import type { HeaderRule } from '../rule.ts';

/** No real address is longer, and the search takes more than linear time. */
const LONGEST = 2000;

export const spacesInAddress: HeaderRule = {
  code: 'sip-trace/spaces-in-address',
  severity: 'error',
  family: 'syntax',
  title: 'Space between an angle bracket and the URI',
  why: 'Only the URI is allowed between `<` and `>` (RFC 3261 section 25.1, RFC 4475 section 3.1.2.14). Strict parsers respond with 400.',
  fix: 'Remove the spaces.',
  bad: exampleMessage({ headers: { To: '"Watson, Thomas" < sip:t.watson@example.org >' } }),
  good: exampleMessage({ headers: { To: '"Watson, Thomas" <sip:t.watson@example.org>' } }),
  on: 'header',
  kinds: ['address', 'addresses'],
  *check(header) {
    if (header.value.text.length > LONGEST) return;
    const withoutQuotes = header.value.text.replace(/"(?:[^"\\]|\\.)*"/g, quoted =>
      '.'.repeat(quoted.length),
    );
    const found = /<\s+[^>]*>|<[^>]*?\s+>/.exec(withoutQuotes);
    if (found === null) return;
    const start = header.value.start + found.index;
    yield {
      start,
      end: start + found[0].length,
      message: message(
        `${header.canonical} has a space between the angle bracket and the URI.`,
        'Strict parsers respond with 400 (RFC 3261 section 25.1).',
        'Remove the space.',
      ),
    };
  },
};
