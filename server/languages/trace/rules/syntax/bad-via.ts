import { exampleMessage } from '../exampleMessage.ts';
import { isMasked } from '../masked.ts';
import { findingsOf, type ProblemRule } from '../rule.ts';

export const badVia: ProblemRule = {
  code: 'sip-trace/bad-via',
  severity: 'error',
  family: 'syntax',
  title: 'Via that does not follow the grammar',
  why: 'Responses follow the Via headers back (RFC 3261 section 18.2.2, 20.42). If one cannot be read, the response is lost.',
  fix: 'Write `SIP/2.0/UDP host:port;branch=z9hG4bK...`.',
  bad: exampleMessage({ headers: { Via: 'SIP/2.0/UDP ;branch=z9hG4bK1' } }),
  good: exampleMessage(),
  on: 'problems',
  codes: ['via-bad-protocol', 'via-without-host', 'via-bad-host', 'via-bad-port'],
  check: (problems, view) =>
    findingsOf(
      problems,
      'The response cannot be sent back (RFC 3261 section 18.2.2).',
      'Write SIP/2.0/transport host:port;branch=...',
      {
        severity: problem =>
          isMasked(view.message.source.text.slice(problem.start, problem.end))
            ? 'none'
            : view.entry.message.cut === 'header' || view.message.brokenLines.length > 0
              ? 'warning'
              : undefined,
      },
    ),
};
