import { exampleMessage } from '../exampleMessage.ts';
import { findingsOf, type ProblemRule } from '../rule.ts';

export const headerWithoutColon: ProblemRule = {
  code: 'sip-trace/header-without-colon',
  severity: 'error',
  family: 'syntax',
  title: 'Line among the header fields without a colon',
  why: 'Every line of the header is `Name: value`, or starts with a space and continues the line above (RFC 3261 section 7.3.1). Otherwise, servers drop the message or respond with 400.',
  fix: 'Complete the line, or remove it.',
  bad: exampleMessage({ add: ['Subject; hello'] }),
  good: exampleMessage({ add: ['Subject: hello'] }),
  on: 'problems',
  codes: ['header-without-colon'],
  check: (problems, view) =>
    findingsOf(
      problems,
      'Servers drop the message or respond with 400 (RFC 3261 section 7.3.1).',
      'Write "Name: value".',
      {
        severity: problem => {
          const { cut, format } = view.entry.message;
          // The recording ended in the middle of this line.
          if (cut === 'header' && problem.end >= view.message.source.text.trimEnd().length) return 'none';
          return format === undefined ? undefined : 'warning';
        },
      },
    ),
};
