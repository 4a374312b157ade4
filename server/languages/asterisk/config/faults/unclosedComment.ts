import { message } from '../../../../rules/rule.ts';
import { atLine, type Finding } from '../finding.ts';
import type { ConfigTree } from '../parser.ts';

/** A block comment that reaches the end of a file, at the line that opened it; `why` is what happens to the rest of the file. */
export function* unclosedComments(trees: ReadonlyMap<string, ConfigTree>, why: string): Generator<Finding> {
  for (const [file, tree] of trees) {
    const finding = unclosedComment(file, tree, why);
    if (finding !== undefined) yield finding;
  }
}

function unclosedComment(file: string, tree: ConfigTree, why: string): Finding | undefined {
  const open = tree.sections.at(-1)?.lines.at(-1)?.depth ?? 0;
  if (open === 0) return undefined;
  // The server reports the line that opened the innermost comment still open.
  for (let index = tree.sections.length - 1; index >= 0; index--) {
    const section = tree.sections[index];
    if (section === undefined) continue;
    for (let line = section.lines.length - 1; line >= 0; line--) {
      const before = line > 0 ? section.lines[line - 1] : tree.sections[index - 1]?.lines.at(-1);
      const depth = before?.depth ?? 0;
      if (open > 0 ? depth >= open : depth !== 0) continue;
      const what =
        open > 0 ? 'This block comment is never closed.' : 'This "--;" does not close a block comment.';
      const todo = open > 0 ? 'Close it with "--;".' : 'Remove it, or start the block comment with ";--".';
      return { ...atLine({ file, section, index }, line), message: message(what, why, todo) };
    }
  }
  return undefined;
}
