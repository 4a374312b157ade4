import { message } from '../../../../rules/rule.ts';
import { firstHeader, type SipMessage } from '../../../../sip/message.ts';
import type { Fix } from '../../model/finding.ts';
import { exampleMessage } from '../exampleMessage.ts';
import { fixing, type ProblemRule } from '../rule.ts';

export const missingHeader: ProblemRule = {
  code: 'sip-trace/missing-header',
  severity: 'error',
  family: 'headers',
  title: 'Missing mandatory header field',
  why: 'Via, From, To, Call-ID and CSeq link requests and responses (RFC 3261 section 8.1.1). Servers drop a message without one of them or respond with 400. Max-Forwards, and Contact in an INVITE, are also required, but servers accept a request without them.',
  fix: 'Add the header field.',
  bad: exampleMessage({ headers: { 'Call-ID': null } }),
  good: exampleMessage(),
  on: 'problems',
  codes: ['missing-header'],
  *check(problems, { entry, message: sip }) {
    // An incomplete log says nothing about the message.
    if (entry.message.cut === 'header') return;
    for (const problem of problems) {
      const { header = '' } = problem;
      const isLenient = header === 'Max-Forwards' || header === 'Contact';
      const why = isLenient
        ? 'RFC 3261 section 8.1.1 requires it, but servers accept such a request.'
        : 'Servers drop the message or respond with 400 (RFC 3261 section 8.1.1).';
      const line = missingLine(sip, header);
      yield {
        start: problem.start,
        end: problem.end,
        message: message(problem.message, why, 'Add the header field.'),
        ...(isLenient ? { severity: 'warning' } : {}),
        ...(line === undefined ? {} : { fixes: [adding(header, line, sip, entry.message.isExact)] }),
      };
    }
  },
};

function adding(name: string, line: string, { headers, source }: SipMessage, isExact: boolean): Fix {
  const at = headers.at(-1)?.end ?? source.text.length;
  const newText = `${line}${isExact ? '\r\n' : '\n'}`;
  return fixing(`Add ${name}`, { start: at, end: at, newText, isNewLine: true });
}

/** A line with a reasonable value; undefined for header fields that only the sender knows. */
function missingLine(message: SipMessage, name: string): string | undefined {
  const line = message.startLine;
  switch (name) {
    case 'Max-Forwards':
      return 'Max-Forwards: 70';
    case 'CSeq':
      return line.kind === 'request' ? `CSeq: 1 ${line.method.text}` : undefined;
    case 'To':
      return line.kind === 'request' ? `To: <${line.uri.text}>` : undefined;
    case 'Contact': {
      const via = firstHeader(message, 'Via')?.value.text;
      const host = /^\S+\s+([^;,\s]+)/.exec(via ?? '')?.[1];
      return host === undefined ? undefined : `Contact: <sip:${host}>`;
    }
    default:
      return undefined;
  }
}
