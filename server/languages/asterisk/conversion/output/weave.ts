import { appendAll } from '../../../../text/longLists.ts';
import type { SectionPlace } from '../../config/entry.ts';
import { commentStart } from '../../config/line.ts';
import type { Ledger } from '../ledger.ts';
import { commentText, type OutputLine, plainLine } from './text.ts';

/** Comments of a section that belong to lines of the output, and those after its last option. */
export interface Woven {
  readonly before: ReadonlyMap<OutputLine, readonly OutputLine[]>;
  readonly rest: readonly OutputLine[];
}

/**
 * Finds the new position of the comments of a section: above the line that replaces the option below them, or after it on the
 * same line.
 */
export function weaveComments(place: SectionPlace, lines: readonly OutputLine[], ledger: Ledger): Woven {
  const targets = new Map<number, OutputLine>();
  for (const line of lines)
    for (const setting of line.from)
      if (setting.place.section === place.section && !targets.has(setting.line))
        targets.set(setting.line, line);
  const [header] = lines;
  const before = new Map<OutputLine, OutputLine[]>();
  let pending: OutputLine[] = [];
  place.section.lines.forEach((line, index) => {
    if (line.kind === 'comment') {
      const comment = commentOf(line.text, place, index, ledger);
      if (comment !== undefined) pending.push(comment);
      return;
    }
    if (line.kind === 'blank' || line.kind === 'long') return;
    const target = line.kind === 'header' ? header : targets.get(index);
    const start = commentStart(line);
    const remark = start === undefined ? '' : commentText(line.text.slice(start));
    if (target === undefined) {
      if (isShown(remark)) pending.push(plainLine(remark));
      return;
    }
    if (line.kind !== 'header' && pending.length > 0) {
      const above = before.get(target);
      if (above === undefined) before.set(target, pending);
      else appendAll(above, pending);
      pending = [];
    }
    if (isShown(remark)) target.text += ` ${remark.replace(/^;(?=\S)/, '; ')}`;
  });
  return { before, rest: pending };
}

function commentOf(text: string, place: SectionPlace, line: number, ledger: Ledger): OutputLine | undefined {
  const shown = commentText(text);
  const output = isShown(shown) ? plainLine(shown) : undefined;
  const note = shown.includes('sip-workbench-') ? 'It applies to sip.conf rules.' : '';
  ledger.record([{ place, line }], 'comment', note, output === undefined ? [] : [output]);
  return output;
}

/** The ends of a block comment leave only semicolons and dashes; comments for this program mention sip.conf rules. */
function isShown(remark: string): boolean {
  return /[^;\s-]/.test(remark) && !remark.includes('sip-workbench-');
}
