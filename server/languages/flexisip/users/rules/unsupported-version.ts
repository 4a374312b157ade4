import { message } from '../../../../rules/rule.ts';
import type { LineRule } from './rule.ts';

export const unsupportedVersion: LineRule = {
  code: 'flexisip-users/unsupported-version',
  severity: 'error',
  family: 'grammar',
  title: 'Version that the server does not read',
  why: 'The grammar accepts any digit, but the server refuses every version except 1 and does not start.',
  fix: 'Write `version:1`.',
  bad: 'version:2\n',
  good: 'version:1\n',
  on: 'line',
  check(statement, line, model) {
    if (statement.kind !== 'version' || statement.number === '1') return undefined;
    const end = model.tree.lines[line]?.text.trimEnd().length ?? 0;
    const at = { line, start: Math.max(0, end - 1), end };
    return [
      {
        ...at,
        message: message(
          `Version ${statement.number} is not supported.`,
          'The server refuses the file and does not start.',
          'Write `version:1`.',
        ),
        fixes: [{ title: 'Change to version:1', edits: [{ ...at, newText: '1' }], isPreferred: true }],
      },
    ];
  },
};
