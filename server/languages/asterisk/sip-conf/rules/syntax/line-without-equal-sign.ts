import { message } from '../../../../../rules/rule.ts';
import { atLine, type LineRule, replacing } from '../rule.ts';

export const lineWithoutEqualSign: LineRule = {
  code: 'sip-conf/line-without-equal-sign',
  severity: 'error',
  family: 'syntax',
  title: 'Line without an equal sign',
  why: 'The server logs a warning and skips the line. `//` begins no comment in this file, only `;` does.',
  fix: 'Write `name=value`, or begin the line with `;` when it is a comment.',
  bad: '[general]\ncontext public\n',
  good: '[general]\ncontext=public\n',
  on: 'line',
  check(line, at) {
    if (line.kind !== 'stray' || line.backslash === 'invalid') return undefined;
    const range = atLine(at.place, at.line);
    const isSlashComment = line.text.startsWith('//', line.start);
    const code = line.text.slice(line.start, line.end);
    const pair = /^([A-Za-z][\w-]*)\s+(\S.*)$/.exec(code);
    const comment = replacing(
      'Turn into a comment',
      range,
      `; ${code.replace(/^\/\/\s*/, '')}`,
      isSlashComment,
    );
    const equals =
      pair?.[1] === undefined
        ? []
        : [replacing('Put an equal sign in', range, `${pair[1]}=${pair[2] ?? ''}`)];
    const what = isSlashComment ? '"//" begins no comment here.' : 'This line has no equal sign.';
    const todo = isSlashComment
      ? 'Begin comments with ";".'
      : 'Write name=value, or begin the line with ";".';
    return [
      {
        ...range,
        message: message(what, 'The server warns and skips the line.', todo),
        fixes: [...equals, comment],
      },
    ];
  },
};
