import { endOfLineLike } from '../../../../text/lines.ts';
import type { Fix } from '../../config/finding.ts';
import type { PjsipObject } from '../model/object.ts';

/** A fix that adds a line at the end of the section of an object, above empty lines and comments there. */
export function addingOption({ entry }: PjsipObject, text: string): Fix {
  const { place } = entry;
  const { lines } = place.section;
  const line = Math.max(
    0,
    lines.findLastIndex(({ kind }) => kind === 'option' || kind === 'header'),
  );
  const last = lines[line]?.text ?? '';
  const eol = endOfLineLike(last);
  const end = last.length;
  const newText = last.endsWith('\n') || last.endsWith('\r') ? `${text}${eol}` : `${eol}${text}`;
  return { title: `Add "${text}"`, edits: [{ place, line, start: end, end, newText }] };
}
