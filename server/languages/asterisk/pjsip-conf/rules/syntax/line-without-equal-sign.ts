import { type StrayLineWords, strayLine } from '../../../config/faults/strayLine.ts';
import type { LineRule } from '../rule.ts';

export const lineWithoutEqualSign: LineRule = {
  code: 'pjsip-conf/line-without-equal-sign',
  severity: 'error',
  family: 'syntax',
  title: 'Line without an equal sign',
  why: 'Asterisk logs a warning (about fifteen times, because it reads the file once for each type of object) and skips the line. Only `;` starts a comment in this file.',
  fix: 'Write `name=value`, or begin the line with `;` if it is a comment.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext: phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=endpoint\ncontext=phones\nallow=ulaw\nauth=alice\naors=alice\n\n[alice]\ntype=auth\nusername=alice\npassword=Kx7-pq9-Lw2\n\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  on: 'line',
  kinds: ['stray'],
  check: (line, at) => strayLine(line, at, words),
};

const words: StrayLineWords = {
  server: 'Asterisk',
  pair: /^([A-Za-z_][\w/-]*)\s*[:\s]\s*(\S.*)$/,
  insertTitle: 'Insert an equal sign',
};
