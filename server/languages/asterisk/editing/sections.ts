import type { Section } from '../config/parser.ts';

/** The last line of a section that is neither empty nor a comment: comments at its end belong to the next section. */
export function lastCodeLine(section: Section): number {
  return Math.max(
    0,
    section.lines.findLastIndex(line => line.kind !== 'blank' && line.kind !== 'comment'),
  );
}
