import { message } from '../../../../rules/rule.ts';
import type { LineRule } from './rule.ts';

export const missingFinalNewline: LineRule = {
  code: 'flexisip-users/missing-final-newline',
  severity: 'error',
  family: 'grammar',
  title: 'Last line without a line ending',
  why: 'Every line needs a line ending, including the last one. Without it, the server cannot read the file and does not start.',
  fix: 'Add a line ending at the end of the file.',
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
          'This line has no line ending.',
          'The server cannot read the file and does not start.',
          'Add a line ending at the end of the file.',
        ),
        fixes: [
          {
            title: 'Add the line ending',
            edits: [{ line, start: end, end, newText: '\n' }],
            isPreferred: true,
          },
        ],
      },
    ];
  },
};
