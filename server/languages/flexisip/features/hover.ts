import type { Hover, Position } from 'vscode-languageserver-types';
import { inlineCode } from '../../../text/markdown.ts';
import { type Cursor, columns, cursorAt, type FlexisipView } from './cursor.ts';
import { describeItem, describeSection } from './describe.ts';
import { describeValue } from './describeValue.ts';
import { describeInForce } from './inForce.ts';

/** What is under the pointer: a section, a key, a value or a word of it. */
export function hoverAt(view: FlexisipView, position: Position): Hover | undefined {
  const cursor = cursorAt(view, position);
  if (cursor === undefined) return undefined;
  const { statement } = cursor.line;
  if (cursor.part === 'section' && statement.kind === 'section') {
    return hover(
      sectionText(view, cursor, statement.name),
      position.line,
      statement.nameStart,
      statement.nameEnd,
    );
  }
  const { entry } = cursor;
  if (entry === undefined) return undefined;
  if (cursor.part === 'key') return hover(keyText(view, cursor), position.line, entry.keyStart, entry.keyEnd);
  if (cursor.part !== 'value' || cursor.item === undefined || cursor.type === undefined) return undefined;
  const described = describeValue(cursor, cursor.item, cursor.type, view.model.version);
  const item = describeItem(cursor.item, view.model.version, describeInForce(view.model, cursor));
  const start = entry.valueStart + (described?.start ?? 0);
  const end = described === undefined ? entry.valueEnd : entry.valueStart + described.end;
  const text = described === undefined ? item : `${described.markdown}\n\n---\n\n${item}`;
  return hover(text, position.line, start, Math.max(start, end));
}

function sectionText(view: FlexisipView, cursor: Cursor, name: string): string {
  if (cursor.sectionFacts === undefined) return `${inlineCode(name)} is not a section of Flexisip.`;
  return describeSection(cursor.sectionFacts, view.model.version);
}

function keyText(view: FlexisipView, cursor: Cursor): string {
  const { item, entry, sectionName } = cursor;
  if (item !== undefined) return describeItem(item, view.model.version, describeInForce(view.model, cursor));
  if (sectionName === undefined) return 'This line is not in a section: the server ignores it.';
  return `${inlineCode(entry?.key ?? '')} is not a key of \`[${sectionName.replace(/`/g, '')}]\`.`;
}

function hover(value: string, line: number, start: number, end: number): Hover {
  return { contents: { kind: 'markdown', value }, range: columns(line, start, end) };
}
