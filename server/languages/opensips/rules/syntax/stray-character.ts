import { message } from '../../../../rules/rule.ts';
import type { Finding } from '../../model/finding.ts';
import type { Place } from '../../model/placed.ts';
import { notableBlocks } from '../../reading/parser.ts';
import type { Span } from '../../syntax/token.ts';
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
    for (const [uri, tree] of model.project.trees) {
      const strays: { readonly place: Place; readonly span: Span }[] = [];
      for (const { block, start } of notableBlocks(tree))
        for (const span of block.strays) strays.push({ place: { uri, start }, span });
      if (strays.length > mostSingle) yield* together(strays);
      else for (const stray of strays) yield { ...stray, message: single };
    }
  },
};

/** More than this many have one cause, such as quotation marks of a word processor. */
const mostSingle = 5;
const mostRelated = 10;

const single = message(
  'This character has no meaning here.',
  'OpenSIPS silently ignores it.',
  'Remove it, or quote the text.',
);

function* together(strays: readonly { readonly place: Place; readonly span: Span }[]): Generator<Finding> {
  const [first, ...others] = strays;
  if (first === undefined) return;
  yield {
    ...first,
    message: message(
      `This character and ${others.length} others in this file have no meaning where they are.`,
      'OpenSIPS silently ignores them.',
      'Write quotation marks as `"`, and remove what does not belong to the script.',
    ),
    related: others.slice(0, mostRelated).map(other => ({ ...other, message: 'Ignored too' })),
  };
}
