import { type StrayLineWords, strayLine } from '../../../config/faults/strayLine.ts';
import type { LineRule } from '../rule.ts';

export const lineWithoutEqualSign: LineRule = {
  code: 'sip-conf/line-without-equal-sign',
  severity: 'error',
  family: 'syntax',
  title: 'Line without an equal sign',
  why: 'The server logs a warning and skips the line. In this file, only `;` starts a comment, not `//`.',
  fix: 'Write `name=value`, or begin the line with `;` if it is a comment.',
  bad: '[general]\ncontext public\n',
  good: '[general]\ncontext=public\n',
  on: 'line',
  kinds: ['stray'],
  check: (line, at) => strayLine(line, at, words),
};

const words: StrayLineWords = {
  server: 'The server',
  pair: /^([A-Za-z][\w-]*)\s+(\S.*)$/,
  insertTitle: 'Insert an equal sign',
};
