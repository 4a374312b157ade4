import { message } from '../../../../rules/rule.ts';
import { kamailioDirective } from '../../facts/kamailio.ts';
import { notableBlocks, type ScriptTree } from '../../reading/parser.ts';
import type { Finding, ScriptRule } from '../rule.ts';

export const directiveOfKamailio: ScriptRule = {
  code: 'opensips-cfg/directive-of-kamailio',
  severity: 'warning',
  family: 'syntax',
  title: 'Directive that only Kamailio reads',
  why: 'Kamailio reads lines that begin with `#!`. For OpenSIPS they are comments: the lines between `#!ifdef` and `#!endif` always apply, and nothing is defined or replaced.',
  fix: 'Delete the directives and the lines that must not apply, or let a preprocessor such as m4 write the script. Start from the scripts that come with OpenSIPS, because modules and functions differ, too.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\n#!ifdef WITH_DEBUG\nlog_level=4\n#!endif\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nlog_level=4\n',
  on: 'script',
  *check(model) {
    for (const [uri, tree] of model.project.trees) {
      const finding = firstOf(uri, tree);
      if (finding !== undefined) yield finding;
    }
  },
};

/** One finding for all directives of a file, as the first of them says what the others are. */
function firstOf(uri: string, tree: ScriptTree): Finding | undefined {
  for (const { block, start } of notableBlocks(tree)) {
    for (const { text, isBesideText, line, start: at } of block.comments) {
      const [directive] = (isBesideText ? null : kamailioDirective.exec(text)) ?? [];
      if (directive === undefined) continue;
      return {
        place: { uri, start },
        span: { line, start: at, endLine: line, end: at + directive.length },
        message: directive === directive.toUpperCase() ? OF_SCRIPT : ofDirective(directive),
      };
    }
  }
  return undefined;
}

/** For the first line of a script, which names its server. */
const OF_SCRIPT = message(
  'This line marks a script for Kamailio.',
  'For OpenSIPS its directives are comments, and many modules, functions and parameters are different.',
  'Start from a script that comes with OpenSIPS.',
);

function ofDirective(directive: string): string {
  return message(
    `\`${directive}\` is a directive of Kamailio, and a comment for OpenSIPS.`,
    'The lines between such directives always apply, and nothing is defined or replaced.',
    'Delete the lines that must not apply, or let a preprocessor such as m4 write the script.',
  );
}
