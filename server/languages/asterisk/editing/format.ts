import type { FormattingOptions, Position, Range, TextEdit } from 'vscode-languageserver-types';
import { lengthWithoutEol } from '../../../text/lines.ts';
import { appendAll } from '../../../text/longLists.ts';
import { lineRange } from '../config/columns.ts';
import type { ConfigLine, OptionLine } from '../config/line.ts';
import { type ConfigTree, lineAt } from '../config/parser.ts';
import { readLine } from '../config/readLine.ts';
import type { ConfView } from './confView.ts';

/**
 * Formats a file, or the lines of a range: no spaces around lines, one way to write `=`, one empty line instead of several
 * and between sections. What the server reads stays the same; lines in or next to block comments, lines with escapes and lines
 * that are not understood stay as they are.
 */
export function formatFile(view: ConfView, options: FormattingOptions, range?: Range): TextEdit[] {
  const { tree } = view;
  const lines = tree.sections.flatMap(section => section.lines);
  const glue = usualGlue(tree);
  const first = range?.start.line ?? 0;
  const last = lastLineOf(range) ?? lines.length;
  const lastCode = lines.findLastIndex(line => !isRemovable(line));
  // Where a lone carriage return ends a line, a line feed that ends up after it would become part of that line break.
  const keepsBlankLines = lines.some(line => line.text.endsWith('\r'));
  const edits: TextEdit[] = [];
  for (let number = first; number < lines.length && number <= last; number++) {
    if (keepsBlankLines && lines[number]?.kind === 'blank') continue;
    const edit =
      removal(lines, number, lastCode) ?? parted(lines, number, glue) ?? lineEdit(lines, number, glue);
    if (edit !== undefined) edits.push(edit);
  }
  const end = lines.length - 1;
  if (first <= end && end <= last && options.insertFinalNewline !== false)
    appendAll(edits, finalNewline(lines));
  return edits;
}

/** Formats the line above when the user begins a new one. */
export function formatAfterTyping(view: ConfView, position: Position, typed: string): TextEdit[] {
  if (typed !== '\n' || position.line === 0) return [];
  const { tree } = view;
  const number = position.line - 1;
  const above = [number - 1, number].map(index => lineAt(tree, index));
  const [before, line] = above;
  if (line === undefined || line.kind === 'blank') return [];
  const edit = formattedEdit(line, before?.depth ?? 0, number, usualGlue(tree));
  return edit === undefined ? [] : [edit];
}

/** A range that ends at the start of a line does not include that line. */
function lastLineOf(range: Range | undefined): number | undefined {
  if (range === undefined) return undefined;
  const { start, end } = range;
  return end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
}

function lineEdit(lines: readonly ConfigLine[], number: number, glue: string): TextEdit | undefined {
  const line = lines[number];
  if (line === undefined) return undefined;
  return formattedEdit(line, lines[number - 1]?.depth ?? 0, number, glue);
}

function formattedEdit(
  line: ConfigLine,
  depthBefore: number,
  number: number,
  glue: string,
): TextEdit | undefined {
  if (depthBefore !== 0 || line.depth !== 0) return undefined;
  const length = lengthWithoutEol(line.text);
  const text = line.text.slice(0, length);
  const formatted = formatLine(line, text, glue);
  if (formatted === undefined || formatted === text) return undefined;
  const isFirst = number === 0;
  if (!isSameReading(line, readLine(formatted + line.text.slice(length), 0, isFirst))) return undefined;
  return { range: lineRange(number, 0, length), newText: formatted };
}

/** Longer lines are left alone, so that none exceeds the server's buffer. */
const MAX_LENGTH = 2000;

function formatLine(line: ConfigLine, text: string, glue: string): string | undefined {
  // Only the server knows what other control characters and a byte order mark mean.
  if (text.length > MAX_LENGTH || /[\u0000-\u0008\u000a-\u001f\ufeff]/.test(text)) return undefined;
  switch (line.kind) {
    case 'blank':
      return '';
    case 'comment':
      return text.trim();
    case 'long':
    case 'stray':
      return undefined;
    case 'header':
    case 'directive':
      return line.map === undefined ? text.slice(line.start).trimEnd() : undefined;
    case 'option':
      return line.map === undefined ? formatOption(line, text, glue) : undefined;
  }
}

function formatOption(line: OptionLine, text: string, glue: string): string | undefined {
  if (line.backslash !== undefined || line.name === '') return undefined;
  const rest = text.slice(line.end).trimEnd();
  const between = line.operator === '+=' ? text.slice(line.operatorStart, line.valueStart) : '';
  const operator = between !== '' ? ` ${between}` : line.operator === '=>' ? ' => ' : glue;
  return `${line.name}${line.value === '' ? operator.trimEnd() : operator}${line.value}${rest}`;
}

/** Two lines that are the same for the server. */
function isSameReading(a: ConfigLine, b: ConfigLine): boolean {
  if (a.kind !== b.kind || a.depth !== b.depth) return false;
  if (a.kind === 'option' && b.kind === 'option') {
    return a.name === b.name && a.value === b.value && a.operator === b.operator && joint(a) === joint(b);
  }
  if (a.kind === 'header' && b.kind === 'header') {
    return a.text.slice(a.start, a.end) === b.text.slice(b.start, b.end);
  }
  if (a.kind === 'directive' && b.kind === 'directive') return a.word === b.word && a.argument === b.argument;
  return a.kind === 'blank' || a.kind === 'comment';
}

/** What `+=` puts between the old value and the new one. */
function joint(line: OptionLine): string {
  return line.operator === '+=' ? line.text.slice(line.operatorStart + 2, line.valueStart) : '';
}

/** ` = ` when most lines of the file use it, otherwise `=`. */
function usualGlue(tree: ConfigTree): string {
  let spaced = 0;
  let tight = 0;
  for (const section of tree.sections) {
    for (const line of section.lines) {
      if (line.kind !== 'option' || line.operator !== '=' || line.map !== undefined || line.value === '')
        continue;
      const before = line.operatorStart > line.nameEnd;
      const behind = line.valueStart > line.operatorStart + 1;
      if (before && behind) spaced++;
      else if (!before && !behind) tight++;
    }
  }
  return spaced > tight ? ' = ' : '=';
}

/** Removes a second empty line, and empty lines at both ends of the file. */
function removal(lines: readonly ConfigLine[], number: number, lastCode: number): TextEdit | undefined {
  const line = lines[number];
  const before = lines[number - 1];
  if (line === undefined || (before?.depth ?? 0) !== 0 || !isRemovable(line)) return undefined;
  if (before !== undefined && before.kind !== 'blank' && number < lastCode) return undefined;
  // A byte order mark counts only at the start of a file: no other line may move there.
  if (number <= 1 && hasMark(lines, number)) return undefined;
  return { range: { start: { line: number, character: 0 }, end: endOf(lines, number) }, newText: '' };
}

/** Puts an empty line between the last option of a section and the next header. Consecutive headers stay together. */
function parted(lines: readonly ConfigLine[], number: number, glue: string): TextEdit | undefined {
  const line = lines[number];
  const before = lines[number - 1];
  if (line?.kind !== 'header' || before === undefined || before.depth !== 0 || line.depth !== 0)
    return undefined;
  if (before.kind !== 'option' && before.kind !== 'directive' && before.kind !== 'stray') return undefined;
  const length = lengthWithoutEol(line.text);
  const eol = before.text.slice(lengthWithoutEol(before.text));
  const text = lineEdit(lines, number, glue)?.newText ?? line.text.slice(0, length);
  return { range: lineRange(number, 0, length), newText: eol + text };
}

function hasMark(lines: readonly ConfigLine[], from: number): boolean {
  for (let number = from; number < lines.length; number++) {
    const line = lines[number];
    if (line !== undefined && !isRemovable(line)) return line.text.startsWith('\ufeff');
  }
  return false;
}

function isRemovable(line: ConfigLine): boolean {
  return line.kind === 'blank' && line.depth === 0 && /^[ \t]*(\r\n|\n|\r)?$/.test(line.text);
}

function endOf(lines: readonly ConfigLine[], number: number): Position {
  const text = lines[number]?.text ?? '';
  const length = lengthWithoutEol(text);
  return length < text.length ? { line: number + 1, character: 0 } : { line: number, character: length };
}

/** The last non-empty line gets a line break. */
function finalNewline(lines: readonly ConfigLine[]): TextEdit[] {
  const number = lines.length - 1;
  const last = lines[number];
  if (last === undefined || last.kind === 'blank' || last.depth !== 0) return [];
  const length = lengthWithoutEol(last.text);
  if (length < last.text.length) return [];
  const usual = lines.find(line => /\r\n|\n|\r/.test(line.text))?.text;
  const eol = usual?.endsWith('\r\n') === true ? '\r\n' : '\n';
  return [{ range: lineRange(number, length, length), newText: eol }];
}
