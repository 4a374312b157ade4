import type { ConfigLine } from '../../config/line.ts';

/** A header or an option as nearly all are: nothing behind the header, and a name without a backslash. */
export function isPlain(line: ConfigLine): boolean {
  if (line.kind === 'option') return line.name !== '' && line.backslash === undefined;
  return line.kind === 'header' && line.end === (line.options.at(-1)?.end ?? line.nameEnd) + 1;
}
