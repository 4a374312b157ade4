import { unclosedComments } from '../../../config/faults/unclosedComment.ts';
import type { ReadingRule } from '../rule.ts';

export const unclosedBlockComment: ReadingRule = {
  code: 'sip-conf/unclosed-block-comment',
  severity: 'error',
  family: 'syntax',
  title: 'Block comment that is never closed',
  why: 'Everything from `;--` to the end of the file is a comment, so the sections below do not exist. A `--;` that closes nothing has the same effect.',
  fix: 'Close the comment with `--;`. In a line of dashes, `;--` starts a block comment unless a third dash follows it.',
  bad: '[general]\n\n;-- old phones\n[alice]\ntype=friend\nhost=dynamic\n',
  good: '[general]\n\n;-- old phones --;\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\n',
  on: 'reading',
  check: (_reading, model) =>
    unclosedComments(model.project.trees, 'The server treats everything below it as a comment.'),
};
