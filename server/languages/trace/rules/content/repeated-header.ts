import { message } from '../../../../rules/rule.ts';
import { firstHeader, headerText } from '../../../../sip/message.ts';
import { exampleMessage } from '../exampleMessage.ts';
import type { ProblemRule } from '../rule.ts';

/**
 * With two different values of these, servers respond with 400; with two of the others, it is only unclear which one
 * counts.
 */
const DECIDING = /^(?:Call-ID|CSeq|From|To|Max-Forwards|Content-Length)$/;

export const repeatedHeader: ProblemRule = {
  code: 'sip-trace/repeated-header',
  severity: 'error',
  family: 'headers',
  title: 'Repeated header field that may occur only once',
  why: 'With two values for a field that controls routing or matching, servers disagree about the message (RFC 3261 section 7.3.1; RFC 4475 section 3.3.8, 3.3.9).',
  fix: 'Keep one of them.',
  bad: exampleMessage({ add: ['Call-ID: another@192.0.2.10'] }),
  good: exampleMessage(),
  on: 'problems',
  codes: ['repeated-header'],
  *check(problems, { entry, message: sip }) {
    // It belongs to the other message: see sip-trace/messages-mixed.
    if (entry.message.cutsAbove) return;
    for (const problem of problems) {
      const header = sip.headers.find(candidate => candidate.name.start === problem.start);
      const first = header && firstHeader(sip, header.canonical);
      const isDeciding =
        header !== undefined && DECIDING.test(header.canonical) && headerText(header) !== headerText(first);
      yield {
        start: problem.start,
        end: problem.end,
        message: message(
          problem.message,
          isDeciding
            ? 'Servers respond with 400 (RFC 3261 section 7.3.1).'
            : 'Most servers use the first or the last one.',
          'Keep one of them.',
        ),
        ...(isDeciding ? {} : { severity: 'warning' }),
      };
    }
  },
};
