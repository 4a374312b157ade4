import { message } from '../../../../rules/rule.ts';
import type { LinePlace } from '../entry.ts';
import { atLine, type Finding, replacing } from '../finding.ts';
import type { ConfigLine } from '../line.ts';

/** What differs from file to file. */
export interface StrayLineWords {
  /** The subject at the start of a sentence. */
  readonly server: string;
  /** Matches what was meant as a name and a value; these are its groups. */
  readonly pair: RegExp;
  /** The title of the fix that turns the line into an option. */
  readonly insertTitle: string;
}

/** A line without an equal sign, which the server skips. */
export function strayLine(line: ConfigLine, at: LinePlace, words: StrayLineWords): Finding[] | undefined {
  if (line.kind !== 'stray' || line.backslash === 'invalid') return undefined;
  const range = atLine(at.place, at.line);
  const code = line.text.slice(line.start, line.end);
  const isSlashComment = code.startsWith('//');
  const [, name, value = ''] = words.pair.exec(code) ?? [];
  const equals = name === undefined ? [] : [replacing(words.insertTitle, range, `${name}=${value}`)];
  const commented = `; ${code.replace(/^\/\/\s*/, '')}`;
  const comment = replacing('Turn this into a comment', range, commented, isSlashComment);
  const what = isSlashComment ? '"//" does not start a comment here.' : 'This line has no equal sign.';
  const todo = isSlashComment ? 'Begin comments with ";".' : 'Write name=value, or begin the line with ";".';
  const text = message(what, `${words.server} warns and skips the line.`, todo);
  return [{ ...range, message: text, fixes: [...equals, comment] }];
}
