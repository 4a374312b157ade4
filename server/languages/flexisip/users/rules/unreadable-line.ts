import { message } from '../../../../rules/rule.ts';
import type { LineRule } from './rule.ts';

export const unreadableLine: LineRule = {
  code: 'flexisip-users/unreadable-line',
  severity: 'error',
  family: 'grammar',
  title: 'Line that makes the file unreadable',
  why: "A single line that does not match the grammar makes the whole file unreadable, and the server does not start. Users, domains and passwords can contain only letters, digits and these characters: `- . ! % * _ + \\` ' ~ :`.",
  fix: 'Write `user@domain md5:… sha256:… ;` with a space before `;`. Store a password with other characters as a hash.',
  bad: 'version:1\nbob@example.org clrtxt:a#b ;\n',
  good: 'version:1\nbob@example.org sha256:8be01ad9dc03ef2a610bf13c7e307e78dd72c973ad365eb2b128505f8dbeaa74 ;\n',
  on: 'line',
  check(statement, line, model) {
    if (statement.kind !== 'unreadable' || statement.code === 'no-end-of-line') return undefined;
    const length = model.tree.lines[line]?.text.trimEnd().length ?? 0;
    const start = Math.min(statement.start, Math.max(0, length - 1));
    const isPassword = statement.code === 'character-in-password';
    const isComment = statement.code === 'comment';
    const todo = isPassword
      ? 'Store the password as an `md5:` or `sha256:` hash.'
      : isComment
        ? 'Remove it from the comment.'
        : 'Write `user@domain algorithm:value ;`.';
    const at = { line, start, end: Math.max(statement.end, start + 1) };
    const what = `This line ${statement.problem}.`;
    const why = 'The server cannot read the file and does not start.';
    const fixes =
      statement.code === 'no-space-before-semicolon'
        ? [
            {
              title: 'Add a space before ;',
              edits: [{ line, start, end: start, newText: ' ' }],
              isPreferred: true,
            },
          ]
        : [];
    return [{ ...at, message: message(what, why, todo), fixes }];
  },
};
