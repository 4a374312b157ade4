import { message } from '../../../../rules/rule.ts';
import { exampleMessage } from '../exampleMessage.ts';
import type { LineRule } from '../rule.ts';

/** Header fields that every message has; several of them together are not a coincidence. */
const HEADER = /^\s*(?:Via|From|To|Call-ID|CSeq)[ \t]*:[ \t]*\S/i;
const ENOUGH = 3;

export const headersWithoutStartLine: LineRule = {
  code: 'sip-trace/headers-without-start-line',
  severity: 'information',
  family: 'reading',
  title: 'Header fields of a message whose first line is missing',
  why: 'The log starts in the middle of a message, or its first line was lost. The rest cannot be read as a message and is missing from the call flow.',
  fix: 'Record the log again from an earlier point, or add the request line or status line.',
  bad: exampleMessage().split('\r\n').slice(1).join('\r\n'),
  good: exampleMessage(),
  on: 'lines',
  *check(lines) {
    const found = lines.flatMap((line, number) => (HEADER.test(line) ? [number] : []));
    const [first] = found;
    if (first === undefined || found.length < ENOUGH) return;
    yield {
      line: first,
      start: 0,
      end: (lines[first] ?? '').trimEnd().length,
      message: message(
        'These are header fields of a message whose first line is missing.',
        'They cannot be read as a message.',
        'Add the first line, or record the log from an earlier point.',
      ),
    };
  },
};
