import type { Range, TextEdit } from 'vscode-languageserver-types';
import { lengthWithoutEol } from '../../../text/lines.ts';
import { type ConfigurationLine, parseLine } from '../reading/parser.ts';
import { columns, type FlexisipView } from './cursor.ts';

/**
 * Removes spaces that have no effect: before lines, in brackets, around `=`, and at the ends of lines. A line is changed
 * only if the server reads the new line like the old one.
 */
export function formatFlexisip({ tree, model }: FlexisipView, range?: Range): TextEdit[] {
  const edits: TextEdit[] = [];
  tree.sections.forEach((section, index) => {
    section.lines.forEach((line, offset) => {
      const number = (model.starts[index] ?? 0) + offset;
      if (range !== undefined && (number < range.start.line || number > range.end.line)) return;
      const length = lengthWithoutEol(line.text);
      const old = line.text.slice(0, length);
      const eol = line.text.slice(length);
      const text = formatted(line, old);
      if (text === old || !isSame(line, parseLine(text + eol))) return;
      edits.push({ range: columns(number, 0, length), newText: text });
    });
  });
  return edits;
}

function formatted({ statement }: ConfigurationLine, text: string): string {
  switch (statement.kind) {
    case 'blank':
      return '';
    case 'comment':
      return text.trim();
    case 'section': {
      const inside = text.slice(statement.nameStart, statement.close).trimEnd();
      return `[${inside}${text.slice(statement.close).trimEnd()}`;
    }
    case 'entry': {
      const key = text.slice(statement.keyStart, statement.equals).trimEnd();
      // The space is what makes this an empty value instead of no value.
      const isEmpty = statement.valueStart >= statement.valueEnd;
      if (isEmpty) return statement.ignored ? `${key}=` : `${key}= `;
      return `${key}=${text.slice(statement.valueStart, statement.valueEnd)}`;
    }
    case 'dropped':
      return text;
  }
}

/** Do two lines mean the same to the server? */
function isSame(a: ConfigurationLine, b: ConfigurationLine): boolean {
  if (a.overflow.length > 0 || b.overflow.length > 0) return false;
  const [first, second] = [a.statement, b.statement];
  if (first.kind === 'entry' && second.kind === 'entry') {
    return first.key === second.key && first.value === second.value && first.ignored === second.ignored;
  }
  if (first.kind === 'section' && second.kind === 'section') return first.name === second.name;
  return first.kind === second.kind;
}
