import { message } from '../../../../rules/rule.ts';
import { notableBlocks } from '../../reading/parser.ts';
import type { Block } from '../../syntax/syntax.ts';
import type { Comment } from '../../syntax/token.ts';
import type { ScriptRule } from '../rule.ts';

export const unclosedComment: ScriptRule = {
  code: 'opensips-cfg/unclosed-comment',
  severity: 'warning',
  family: 'syntax',
  title: 'Block comment that is never closed',
  why: 'Block comments nest, and an unclosed one swallows the rest of the file. If the text before it is a complete script, OpenSIPS silently starts without the rest.',
  fix: 'Close the comment with `*/`, once for each `/*` in it.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\n/* notes\nroute {\n\texit;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\n/* notes */\nroute {\n\texit;\n}\n',
  on: 'script',
  *check(model) {
    for (const [uri, tree] of model.project.trees) {
      for (const { block, start } of notableBlocks(tree)) {
        for (const comment of block.comments) {
          if (comment.unclosed !== true || isToldAsError(block, comment)) continue;
          yield {
            place: { uri, start },
            span: { line: comment.line, start: comment.start, endLine: comment.line, end: comment.start + 2 },
            message: message(
              'This comment is never closed.',
              'OpenSIPS ignores everything from here to the end of the file.',
              'Close it with `*/`, once for each `/*` in it.',
            ),
          };
        }
      }
    }
  },
};

/** Where the comment swallows the end of a block, the parser reports the missing end at the comment. */
function isToldAsError(block: Block, comment: Comment): boolean {
  return block.problems.some(
    ({ span }) => span.line > comment.line || (span.line === comment.line && span.start >= comment.start),
  );
}
