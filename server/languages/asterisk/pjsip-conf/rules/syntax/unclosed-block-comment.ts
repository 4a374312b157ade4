import { message } from '../../../../../rules/rule.ts';
import type { ConfigTree } from '../../../config/parser.ts';
import { atLine, type Finding, type WholeRule } from '../rule.ts';

export const unclosedBlockComment: WholeRule = {
  code: 'pjsip-conf/unclosed-block-comment',
  severity: 'error',
  family: 'syntax',
  title: 'Block comment that is never closed',
  why: 'Everything from `;--` to the end of the file is comment: the sections below do not exist. A `--;` that closes nothing does the same.',
  fix: 'Close the comment with `--;`.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n;-- old phones\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n;-- old phones --;\n[alice]\ntype=aor\nmax_contacts=1\n\n',
  on: 'whole',
  *check(model) {
    for (const [file, tree] of model.project.trees) {
      const finding = judge(file, tree);
      if (finding !== undefined) yield finding;
    }
  },
};

function judge(file: string, tree: ConfigTree): Finding | undefined {
  const open = tree.sections.at(-1)?.lines.at(-1)?.depth ?? 0;
  if (open === 0) return undefined;
  for (let index = tree.sections.length - 1; index >= 0; index--) {
    const section = tree.sections[index];
    if (section === undefined) continue;
    for (let line = section.lines.length - 1; line >= 0; line--) {
      const before = line > 0 ? section.lines[line - 1] : tree.sections[index - 1]?.lines.at(-1);
      const depth = before?.depth ?? 0;
      if (open > 0 ? depth >= open : depth !== 0) continue;
      const what = open > 0 ? 'This block comment is never closed.' : 'This "--;" closes no block comment.';
      const todo = open > 0 ? 'Close it with "--;".' : 'Remove it, or open the comment with ";--".';
      return {
        ...atLine({ file, section, index }, line),
        message: message(what, 'Asterisk takes everything below it as a comment.', todo),
      };
    }
  }
  return undefined;
}
