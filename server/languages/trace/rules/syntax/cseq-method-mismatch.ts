import { exampleMessage } from '../exampleMessage.ts';
import { findingsOf, fixing, type ProblemRule } from '../rule.ts';

export const cseqMethodMismatch: ProblemRule = {
  code: 'sip-trace/cseq-method-mismatch',
  severity: 'error',
  family: 'syntax',
  title: 'CSeq whose method differs from the request line',
  why: 'The method in CSeq must be the method of the request (RFC 3261 section 8.1.1.5). Otherwise, servers respond with 400.',
  fix: 'Write the same method in both places.',
  bad: exampleMessage({ headers: { CSeq: '1 INVITE' } }),
  good: exampleMessage(),
  on: 'problems',
  codes: ['cseq-method'],
  check: (problems, view) =>
    findingsOf(
      problems,
      'Servers respond with 400 (RFC 3261 section 8.1.1.5).',
      'Write the method of the request line.',
      {
        fix: ({ start, end }) => {
          const line = view.message.startLine;
          if (line.kind !== 'request') return undefined;
          const newText = line.method.text;
          return fixing(`Write ${newText} in CSeq`, { start, end, newText });
        },
      },
    ),
};
