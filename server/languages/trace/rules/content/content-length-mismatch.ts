import { message } from '../../../../rules/rule.ts';
import { bodyLengths, contentLength } from '../../../../sip/body.ts';
import { workbench } from '../../reading/formats/workbench.ts';
import { EXAMPLE_SDP, exampleMessage } from '../exampleMessage.ts';
import { fixing, type ProblemRule } from '../rule.ts';

export const contentLengthMismatch: ProblemRule = {
  code: 'sip-trace/content-length-mismatch',
  severity: 'error',
  family: 'body',
  title: 'Content-Length differs from the length of the body',
  why: 'If the body is shorter than Content-Length, the message is refused over UDP (RFC 3261 section 18.3); over TCP, the receiver waits and reads the next message as the rest. If the body is longer, the excess is cut off over UDP and read as the next message over TCP.',
  fix: 'Write the number of bytes after the empty line, counting CR LF at the end of every line.',
  bad: exampleMessage({
    headers: { 'Content-Type': 'application/sdp', 'Content-Length': '9999' },
    body: EXAMPLE_SDP,
  }),
  good: exampleMessage({ headers: { 'Content-Type': 'application/sdp' }, body: EXAMPLE_SDP }),
  on: 'problems',
  codes: ['body-too-short', 'body-too-long'],
  *check(problems, { entry, message: sip }) {
    // Where the header was cut, the body was not recorded.
    if (entry.message.cut === 'header') return;
    // Bytes that are not UTF-8 were replaced when the file was read, so they cannot be counted.
    if (sip.body.text.includes('\ufffd')) return;
    const { withCrLf } = bodyLengths(sip);
    const declared = contentLength(sip) ?? 0;
    // A text with only LF does not show where the wire had CR LF, and tools drop the last line ending.
    const mayFit = declared <= withCrLf + 2 && (!entry.message.isExact || !sip.body.text.endsWith('\n'));
    const { format, context } = entry.message;
    // From a stream, a receiver reads on until the body is complete: only a recording can end before.
    const isOfStream = /^(?:TCP|TLS|WSS?)$/.test(context.transport ?? '');
    const isOfLog = format !== undefined && (format !== workbench.name || isOfStream);
    for (const problem of problems) {
      const isShort = problem.code === 'body-too-short';
      if (isShort && mayFit && sip.body.text !== '') continue;
      const why = isShort
        ? isOfLog
          ? 'Either the log is incomplete here, or the sender counted wrongly: over UDP, the response to such a request is 400 (RFC 3261 section 18.3).'
          : 'Over UDP, the response is 400; over TCP, the next message is read as the rest (RFC 3261 section 18.3).'
        : 'Over UDP, the rest is discarded; over TCP, it is read as the next message (RFC 3261 section 18.3).';
      yield {
        start: problem.start,
        end: problem.end,
        message: message(problem.message, why, 'Write the number of bytes in the body.'),
        ...(isShort && !isOfLog ? {} : { severity: 'warning' }),
        fixes: [
          fixing(`Set Content-Length to ${withCrLf}`, {
            start: problem.start,
            end: problem.end,
            newText: String(withCrLf),
          }),
        ],
      };
    }
  },
};
