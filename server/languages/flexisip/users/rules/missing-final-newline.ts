import { message } from '../../../../rules/rule.ts';
import type { LineRule } from './rule.ts';

export const missingFinalNewline: LineRule = {
  code: 'flexisip-users/missing-final-newline',
  severity: 'error',
  family: 'grammar',
  title: 'Last line without end of line',
  why: 'Every line needs its newline, the last one too. Without it the server cannot read the file and does not start.',
  fix: 'End the file with a newline.',
  bad: 'version:1\nbob@example.org sha256:8be01ad9dc03ef2a610bf13c7e307e78dd72c973ad365eb2b128505f8dbeaa74 ;',
  good: 'version:1\nbob@example.org sha256:8be01ad9dc03ef2a610bf13c7e307e78dd72c973ad365eb2b128505f8dbeaa74 ;\n',
  on: 'line',
  check(statement, line, model) {
    if (statement.kind !== 'unreadable' || statement.code !== 'no-end-of-line') return undefined;
    const end = model.tree.lines[line]?.text.length ?? 0;
    return [
      {
        line,
        start: Math.max(0, end - 1),
        end,
        message: message(
          'This line has no end of line.',
          'The server cannot read the file and does not start.',
          'End the file with a newline.',
        ),
        fixes: [
          { title: 'Add a newline', edits: [{ line, start: end, end, newText: '\n' }], isPreferred: true },
        ],
      },
    ];
  },
};
