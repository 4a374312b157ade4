import { message } from '../../../../rules/rule.ts';
import { nearest } from '../../../../text/spelling.ts';
import type { LinePlace } from '../entry.ts';
import { atLine, type Finding, replacing } from '../finding.ts';
import type { ConfigLine, DirectiveLine } from '../line.ts';

/** A directive without an argument; `server` is the subject at the start of a sentence. */
export function incompleteDirective(line: ConfigLine, at: LinePlace, server: string): Finding[] | undefined {
  if (line.kind !== 'directive' || line.argument !== undefined) return undefined;
  if (!['include', 'tryinclude', 'exec'].includes(line.word)) return undefined;
  const what = `"#${line.word}" has no ${line.word === 'exec' ? 'command' : 'file name'}.`;
  const text = message(
    what,
    `${server} warns and skips the line.`,
    `Write the ${line.word === 'exec' ? 'command' : 'file name'} after the directive.`,
  );
  return [{ ...atLine(at.place, at.line), message: text }];
}

/** A directive that is not among `known`; `isNone` is the end of the sentence that reports it. */
export function foreignDirective(
  line: DirectiveLine,
  at: LinePlace,
  known: readonly string[],
  isNone: string,
  server: string,
): Finding[] | undefined {
  if (known.includes(line.word)) return undefined;
  const near = line.word.length > 3 ? nearest(line.word, known) : undefined;
  const range = atLine(at.place, at.line);
  const word = { place: at.place, line: at.line, start: line.start, end: line.wordEnd };
  const rest = line.text.slice(line.start + 1, line.end).trimStart();
  const fixes =
    near === undefined
      ? [replacing('Turn this into a comment', range, `; ${rest}`, true)]
      : [replacing(`Change to "#${near}"`, word, `#${near}`)];
  const what = `"${line.text.slice(line.start, line.wordEnd)}" ${isNone}`;
  const todo = near === undefined ? 'Begin comments with ";".' : `Did you mean "#${near}"?`;
  return [{ ...range, message: message(what, `${server} warns and skips the line.`, todo), fixes }];
}
