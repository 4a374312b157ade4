import { unclosedComments } from '../../../config/faults/unclosedComment.ts';
import type { ReadingRule } from '../rule.ts';

export const unclosedBlockComment: ReadingRule = {
  code: 'sip-conf/unclosed-block-comment',
  severity: 'error',
  family: 'syntax',
  title: 'Block comment that is never closed',
  why: 'Everything from `;--` to the end of the file is comment: the sections below do not exist. A `--;` that closes nothing does the same.',
  fix: 'Close the comment with `--;`. A line of dashes is not a block comment only when a third dash follows `;--`.',
  bad: '[general]\n\n;-- old phones\n[alice]\ntype=friend\nhost=dynamic\n',
  good: '[general]\n\n;-- old phones --;\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
  on: 'reading',
  check: (_reading, model) =>
    unclosedComments(model.project.trees, 'Everything below it is comment for the server.'),
};
