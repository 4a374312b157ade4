import { message } from '../../../../rules/rule.ts';
import type { FileRule } from './rule.ts';

export const emptyFile: FileRule = {
  code: 'flexisip-users/empty-file',
  severity: 'error',
  family: 'grammar',
  title: 'Empty users file',
  why: 'A file without its version line cannot be read, and the server does not start.',
  fix: 'Write `version:1` and a line ending.',
  bad: '',
  good: 'version:1\n',
  on: 'file',
  check(model) {
    if (model.tree.lines.length > 0) return undefined;
    const at = { line: 0, start: 0, end: 0 };
    return [
      {
        ...at,
        message: message(
          'The file is empty.',
          'The server cannot read it and does not start.',
          'Write `version:1` on the first line.',
        ),
        fixes: [
          { title: 'Add the version line', edits: [{ ...at, newText: 'version:1\n' }], isPreferred: true },
        ],
      },
    ];
  },
};
