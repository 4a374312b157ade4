import { exampleMessage } from '../exampleMessage.ts';
import { isMasked } from '../masked.ts';
import { findingsOf, type ProblemRule } from '../rule.ts';

export const badUri: ProblemRule = {
  code: 'sip-trace/bad-uri',
  severity: 'error',
  family: 'syntax',
  title: 'URI that does not follow the grammar',
  why: 'A URI that cannot be read cannot be routed: the server responds with 400 or 416 (RFC 3261 section 19.1, 25.1).',
  fix: 'Write `sip:user@host:port;parameters`; write special characters as `%xx`, and an IPv6 address in brackets.',
  bad: exampleMessage({ startLine: 'OPTIONS sip:2001:db8::10 SIP/2.0' }),
  good: exampleMessage({ startLine: 'OPTIONS sip:[2001:db8::10] SIP/2.0' }),
  on: 'problems',
  codes: [
    'uri-without-scheme',
    'uri-empty-user',
    'uri-without-host',
    'uri-bad-host',
    'uri-bad-port',
    'uri-bad-character',
    'uri-bad-number',
  ],
  check: (problems, view) =>
    findingsOf(problems, 'A server cannot route it (RFC 3261 section 19.1).', 'Correct the URI.', {
      severity: problem => {
        if (isMasked(view.message.source.text.slice(problem.start, problem.end))) return 'none';
        // Servers accept an empty user part.
        return problem.code === 'uri-empty-user' ? 'warning' : undefined;
      },
    }),
};
