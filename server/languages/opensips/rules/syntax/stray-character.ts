import { message } from '../../../../rules/rule.ts';
import type { ScriptRule } from '../rule.ts';

export const strayCharacter: ScriptRule = {
  code: 'opensips-cfg/stray-character',
  severity: 'information',
  family: 'syntax',
  title: 'Character that OpenSIPS drops without a message',
  why: 'Characters that begin nothing, such as `@`, `?` or a back-quote, are left out silently when the script is read. What was meant with them does not happen.',
  fix: 'Remove the character, or put the text that it belongs to in quotes.',
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
              'This character means nothing here.',
              'OpenSIPS silently drops it.',
              'Remove it, or quote the text.',
            ),
          };
        }
      }
    }
  },
};
