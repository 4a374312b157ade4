import type { SipMessage } from '../../../../sip/message.ts';
import type { Fix } from '../../model/finding.ts';
import { exampleMessage } from '../exampleMessage.ts';
import { findingsOf, fixing, type ProblemRule } from '../rule.ts';

export const requestLineSpaces: ProblemRule = {
  code: 'sip-trace/request-line-spaces',
  severity: 'error',
  family: 'syntax',
  title: 'More than one space in the request line',
  why: 'RFC 3261 section 7.1 allows exactly one space between method, Request-URI and version, and none at the end. Strict parsers respond with 400.',
  fix: 'Leave one space between the parts.',
  bad: exampleMessage({ startLine: 'OPTIONS  sip:bob@example.com  SIP/2.0' }),
  good: exampleMessage(),
  on: 'problems',
  codes: ['request-line-spaces'],
  check: (problems, view) =>
    findingsOf(
      problems,
      'Strict parsers respond with 400 (RFC 3261 section 7.1).',
      'Leave exactly one space between the parts.',
      { fix: () => oneSpaceEach(view.message) },
    ),
};

function oneSpaceEach({ startLine: line, source }: SipMessage): Fix | undefined {
  if (line.kind !== 'request') return undefined;
  const { start } = line.source;
  const end = source.text.search(/[\r\n]|$/);
  const newText = `${line.method.text} ${line.uri.text} ${line.version.text}`;
  return fixing('Leave one space between the parts', { start, end, newText });
}
