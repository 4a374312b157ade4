import { message } from '../../../../rules/rule.ts';
import type { ScriptRule } from '../rule.ts';

export const strayCharacter: ScriptRule = {
  code: 'opensips-cfg/stray-character',
  severity: 'information',
  family: 'syntax',
  title: 'Character that OpenSIPS silently ignores',
  why: 'OpenSIPS silently ignores characters that have no meaning in the script, such as `@`, `?` or a backquote. Whatever they were meant to do does not happen.',
  fix: 'Remove the character, or put the text around it in quotes.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\t@exit;\n}\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nroute {\n\texit;\n}\n',
  on: 'script',
  *check(model) {
    let told = 0;
    for (const [uri, tree] of model.project.trees) {
      for (const [index, block] of tree.blocks.entries()) {
        for (const span of block.strays) {
          if (++told > 50) return;
          yield {
            place: { uri, start: tree.starts[index] ?? 0 },
            span,
            message: message(
              'This character has no meaning here.',
              'OpenSIPS silently ignores it.',
              'Remove it, or quote the text.',
            ),
          };
        }
      }
    }
  },
};
