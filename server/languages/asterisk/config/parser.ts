import { lineEndings } from '../../../text/lines.ts';
import { appendAll, replaceItems } from '../../../text/longLists.ts';
import type { LineEdit } from '../../project.ts';
import type { ConfigLine } from './line.ts';
import type { Spellings } from './readCode.ts';
import { readLine } from './readLine.ts';

/** A sip.conf, or any file read by Asterisk's configuration reader. Immutable; unchanged sections survive an edit. */
export interface ConfigTree {
  /** The first one holds the lines before the first header, if any; all others begin with their header lines. */
  readonly sections: readonly Section[];
  /** Line number of the first line of each section, and, last, the number of lines. */
  readonly starts: readonly number[];
}

/** The lines from one section header up to the next. Lines are numbered from the header, so an edit above moves nothing. */
export interface Section {
  readonly lines: readonly ConfigLine[];
  readonly hasDirectives: boolean;
  /** At least one line has a comment for this program. */
  readonly isMarked: boolean;
  /** The server stops reading the file at some line of the section, below its header. */
  readonly hasStop: boolean;
  /** At least one line adds to the value of an earlier one. */
  readonly hasJoin: boolean;
}

/** Reads a whole file. */
export function parseConfig(text: string): ConfigTree {
  const lines: ConfigLine[] = [];
  const spellings: Spellings = new Map();
  const endOf = lineEndings(text);
  /** Where the section above and the current one begin. */
  let above = 0;
  let begin = 0;
  let depth = 0;
  for (let start = 0; start < text.length; ) {
    // Sections of a large file repeat most lines of the one above them: these are neither read again nor kept twice.
    const index = above + lines.length - begin;
    const repeated = depth === 0 && index < begin && lines[index - 1]?.depth === 0 ? lines[index] : undefined;
    let line = repeated;
    if (line === undefined || !isWholeLine(line.text) || !text.startsWith(line.text, start))
      line = readLine(text.slice(start, endOf(text, start)), depth, lines.length === 0, spellings);
    if (line.kind === 'header') {
      above = begin;
      begin = lines.length;
    }
    lines.push(line);
    depth = line.depth;
    start += line.text.length;
  }
  return tree(sectionsOf(lines, true, text.includes(mark)));
}

/** A line that ends with CR may be the start of one that ends with CR LF. */
function isWholeLine(text: string): boolean {
  return text.endsWith('\n');
}

/** Reads only the edited lines again, and the lines below whose position in a block comment changed with them. */
export function editConfig(old: ConfigTree, edit: LineEdit): ConfigTree {
  const total = old.starts[old.starts.length - 1] ?? 0;
  const from = Math.min(edit.line, total);
  const until = Math.min(edit.line + edit.removed, total);
  const first = sectionAt(old, from);
  let last = sectionAt(old, Math.max(from, until - 1));

  const kept: ConfigLine[] = [];
  // A line that is no longer a header joins the section above it, so that section is read again as well.
  const begin = first > 0 && from === old.starts[first] ? first - 1 : first;
  for (let index = begin; index <= first; index++) appendAll(kept, old.sections[index]?.lines ?? []);
  kept.length = from - (old.starts[begin] ?? 0);

  const spellings: Spellings = new Map();
  let depth = depthBefore(old, from);
  for (const text of edit.lines) {
    const read = readLine(detach(text), depth, begin === 0 && kept.length === 0, spellings);
    kept.push(read);
    depth = read.depth;
  }

  let line = until;
  let oldDepth = depthBefore(old, until);
  for (;;) {
    const section = old.sections[last];
    const end = old.starts[last + 1];
    if (section === undefined || end === undefined) break;
    for (let index = line - (old.starts[last] ?? 0); index < section.lines.length; index++) {
      const below = section.lines[index];
      if (below === undefined) break;
      const isFirst = begin === 0 && kept.length === 0;
      const isUnchanged = depth === oldDepth && !isFirst && line > 0;
      const read = isUnchanged ? below : readLine(below.text, depth, isFirst, spellings);
      kept.push(read);
      depth = read.depth;
      oldDepth = below.depth;
    }
    line = end;
    if (depth === oldDepth) break;
    last++;
  }
  const sections = sectionsOf(kept, begin === 0, true);
  return withSections(old, begin, Math.min(last + 1, old.sections.length), sections);
}

/** A tree with other sections from `begin` up to `end`. What stays is copied as a whole: a large file has tens of thousands. */
function withSections(old: ConfigTree, begin: number, end: number, sections: readonly Section[]): ConfigTree {
  const all = old.sections.slice();
  replaceItems(all, begin, end - begin, sections);
  const begun: number[] = [];
  let line = old.starts[begin] ?? 0;
  for (const section of sections) {
    begun.push(line);
    line += section.lines.length;
  }
  const moved = line - (old.starts[end] ?? line);
  if (
    moved === 0 &&
    begun.every((start, index) => start === old.starts[begin + index]) &&
    begin + begun.length === end
  )
    return { sections: all, starts: old.starts };
  const starts = old.starts.map((start, index) => (index < end ? start : start + moved));
  replaceItems(starts, begin, end - begin, begun);
  return { sections: all, starts };
}

/** The text of a file, byte for byte. */
export function printConfig(file: ConfigTree): string {
  const parts: string[] = [];
  for (const section of file.sections) for (const line of section.lines) parts.push(line.text);
  return parts.join('');
}

/** Index of the section that contains a line; the last section for lines after the end. */
export function sectionAt(file: ConfigTree, line: number): number {
  let low = 0;
  let high = file.sections.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((file.starts[middle] ?? 0) <= line) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A line by its number from the top of the file. */
export function lineAt(file: ConfigTree, line: number): ConfigLine | undefined {
  const index = sectionAt(file, line);
  return file.sections[index]?.lines[line - (file.starts[index] ?? 0)];
}

/** The lines with a comment for this program, with their numbers from the top. */
export function markedLines(file: ConfigTree): { readonly line: number; readonly text: string }[] {
  const found: { line: number; text: string }[] = [];
  file.sections.forEach((section, index) => {
    if (!section.isMarked) return;
    section.lines.forEach(({ text }, offset) => {
      if (text.includes(mark)) found.push({ line: (file.starts[index] ?? 0) + offset, text });
    });
  });
  return found;
}

/** The start of every comment for this program. */
const mark = 'sip-workbench-';

function tree(sections: readonly Section[]): ConfigTree {
  const starts: number[] = [];
  let line = 0;
  for (const section of sections) {
    starts.push(line);
    line += section.lines.length;
  }
  starts.push(line);
  return { sections, starts };
}

/** `mayBeMarked`: false if no line has a comment for this program. */
function sectionsOf(lines: readonly ConfigLine[], withPreamble: boolean, mayBeMarked: boolean): Section[] {
  const sections: Section[] = [];
  let from = 0;
  for (let index = 0; index <= lines.length; index++) {
    if (index < lines.length && lines[index]?.kind !== 'header') continue;
    if (index > 0 || withPreamble) sections.push(sectionOf(lines.slice(from, index), mayBeMarked));
    from = index;
  }
  return sections;
}

function sectionOf(lines: readonly ConfigLine[], mayBeMarked: boolean): Section {
  let hasDirectives = false;
  let isMarked = false;
  let hasStop = false;
  let hasJoin = false;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    if (line === undefined) continue;
    if (line.kind === 'directive') hasDirectives = true;
    else if (isStop(line)) hasStop = true;
    if (line.kind === 'option' && line.operator === '+=') hasJoin = true;
    if (mayBeMarked && line.text.includes(mark)) isMarked = true;
  }
  return { lines, hasDirectives, isMarked, hasStop, hasJoin };
}

/** A backslash with nothing after it at the start of a line ends the reading of a file. */
export function isStop(line: ConfigLine): boolean {
  return (line.kind === 'option' || line.kind === 'stray') && line.backslash === 'invalid';
}

/** A block comment is still open at the end of a file, or a `--;` that closes nothing turned all of it into a comment. */
export function endsInComment(file: ConfigTree | undefined): boolean {
  return (file?.sections.at(-1)?.lines.at(-1)?.depth ?? 0) !== 0;
}

function depthBefore(file: ConfigTree, line: number): number {
  return line === 0 ? 0 : (lineAt(file, line - 1)?.depth ?? 0);
}

/**
 * A copy of a string that shares no memory with the text it was cut from. V8 keeps the whole parent text alive for every
 * slice; without this, each edited line would pin one version of the document.
 */
function detach(text: string): string {
  return Array.from(text).join('');
}
