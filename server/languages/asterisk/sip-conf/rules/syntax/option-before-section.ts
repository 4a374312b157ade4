import { message } from '../../../../../rules/rule.ts';
import { endOfLineLike } from '../../../../../text/lines.ts';
import type { SectionPlace } from '../../../config/entry.ts';
import { startsInUnread } from '../../../config/unread.ts';
import type { SipConf } from '../../model/model.ts';
import { atLine, type Fix, type ReadingRule } from '../rule.ts';

export const optionBeforeSection: ReadingRule = {
  code: 'sip-conf/option-before-section',
  severity: 'error',
  family: 'syntax',
  title: 'Option before the first section',
  why: 'The server stops reading the file here and refuses all of it, so chan_sip does not load.',
  fix: 'Put a header such as `[general]` above the line.',
  bad: 'allowguest=no\n[general]\n',
  good: '[general]\nallowguest=no\n',
  on: 'reading',
  *check({ preambles }, model) {
    for (const preamble of preambles) {
      const line = preamble.section.lines.findIndex(({ kind }) => kind === 'option');
      if (line < 0 || startsInUnread(model)) continue;
      const effect =
        preamble.file === model.project.root
          ? 'The server refuses the whole file, and chan_sip does not load.'
          : 'The server stops reading this file here, and the lines below are lost.';
      yield {
        ...atLine(preamble, line),
        message: message('This option is before the first section.', effect, 'Put [general] above it.'),
        fixes: [fixOf(preamble, line, model)],
      };
    }
  },
};

/** A second [general] would be ignored, so the lines move below the existing header. */
function fixOf(preamble: SectionPlace, first: number, model: SipConf): Fix {
  const { lines } = preamble.section;
  const eol = endOfLineLike(lines[first]?.text);
  const general = model.names.get('general')?.find(entry => !entry.isAppend);
  if (general === undefined || general.place.file !== preamble.file) {
    const edit = { place: preamble, line: first, start: 0, end: 0, newText: `[general]${eol}` };
    return { title: 'Insert [general] above', edits: [edit] };
  }
  const { header, place } = general;
  const moved = lines.flatMap((line, index) => (line.kind === 'option' ? [{ text: line.text, index }] : []));
  const added = moved.map(({ text }) => text.trimEnd()).join(eol);
  const end = header.text.length;
  const newText = header.text.endsWith('\n') ? `${added}${eol}` : `${eol}${added}`;
  return {
    title: 'Move below [general]',
    edits: [
      ...moved.map(({ index }) => ({
        place: preamble,
        line: index,
        start: 0,
        end: 0,
        newText: '',
        wholeLine: true,
      })),
      { place, line: 0, start: end, end, newText },
    ],
  };
}
