import { message } from '../../../../../rules/rule.ts';
import { atLine, type LineRule, replacing } from '../rule.ts';

export const lineWithoutEqualSign: LineRule = {
  code: 'pjsip-conf/line-without-equal-sign',
  severity: 'error',
  family: 'syntax',
  title: 'Line without an equal sign',
  why: 'Asterisk logs a warning, about fifteen times since it reads the file once for each type of object, and skips the line. Only `;` begins a comment in this file.',
  fix: 'Write `name=value`, or begin the line with `;` when it is a comment.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext: phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  on: 'line',
  check(line, at) {
    if (line.kind !== 'stray' || line.backslash === 'invalid') return undefined;
    const range = atLine(at.place, at.line);
    const code = line.text.slice(line.start, line.end);
    const isSlashComment = code.startsWith('//');
    const pair = /^([A-Za-z_][\w/-]*)\s*[:\s]\s*(\S.*)$/.exec(code);
    const comment = replacing(
      'Turn into a comment',
      range,
      `; ${code.replace(/^\/\/\s*/, '')}`,
      isSlashComment,
    );
    const equals =
      pair?.[1] === undefined
        ? []
        : [replacing('Insert an equal sign', range, `${pair[1]}=${pair[2] ?? ''}`)];
    const what = isSlashComment ? '"//" begins no comment here.' : 'This line has no equal sign.';
    const todo = isSlashComment
      ? 'Begin comments with ";".'
      : 'Write name=value, or begin the line with ";".';
    return [
      {
        ...range,
        message: message(what, 'Asterisk warns and skips the line.', todo),
        fixes: [...equals, comment],
      },
    ];
  },
};
