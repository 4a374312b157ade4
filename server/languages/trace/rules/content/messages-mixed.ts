import { message } from '../../../../rules/rule.ts';
import { exampleMessage } from '../exampleMessage.ts';
import type { ProblemRule } from '../rule.ts';

const lines = exampleMessage().split('\r\n');
const other = exampleMessage({ headers: { 'Call-ID': 'another@192.0.2.10' } }).split('\r\n');

export const messagesMixed: ProblemRule = {
  code: 'sip-trace/messages-mixed',
  severity: 'warning',
  family: 'reading',
  title: 'Header fields of two messages that were written at the same time',
  why: 'A message begins inside another one, and header fields that may occur only once follow twice: two processes or threads wrote to the log at the same time, and nothing on the lines shows the writer. SIP Workbench can only guess which header field belongs to which message.',
  fix: 'Record the log with a process or thread number on every line, which is used to separate the messages, or move the lines to where they belong.',
  bad: [...lines.slice(0, 4), ...other.slice(0, 6), ...lines.slice(4, 6), ...other.slice(6)].join('\r\n'),
  good: exampleMessage(),
  on: 'problems',
  codes: ['repeated-header'],
  *check([first], { entry }) {
    if (first === undefined || !entry.message.cutsAbove) return;
    yield {
      start: first.start,
      end: first.end,
      message: message(
        'From here on, this message and the one above it are mixed: both were written at the same time.',
        'SIP Workbench can only guess which header field belongs to which message.',
        'Record the log with a process or thread number on every line, or move the lines to where they belong.',
      ),
    };
  },
};
