import { unclosedComments } from '../../../config/faults/unclosedComment.ts';
import type { WholeRule } from '../rule.ts';

export const unclosedBlockComment: WholeRule = {
  code: 'pjsip-conf/unclosed-block-comment',
  severity: 'error',
  family: 'syntax',
  title: 'Block comment that is never closed',
  why: 'Everything from `;--` to the end of the file is a comment, so the sections below do not exist. A `--;` that closes nothing has the same effect.',
  fix: 'Close the comment with `--;`.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n;-- old phones\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n;-- old phones --;\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  on: 'whole',
  check: model => unclosedComments(model.project.trees, 'Asterisk treats everything below it as a comment.'),
};
