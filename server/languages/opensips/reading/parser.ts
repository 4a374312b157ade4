import { ignoreMarker } from '../../../rules/ignore.ts';
import { splitLines } from '../../../text/lines.ts';
import { appendAll, spliced, trimmed } from '../../../text/longLists.ts';
import type { Include, LineEdit } from '../../project.ts';
import { kamailioDirective } from '../facts/kamailio.ts';
import type { Block, Item, Statement } from '../syntax/syntax.ts';
import type { Comment, Span, Token } from '../syntax/token.ts';
import { type Cursor, createCursor } from './cursor.ts';
import { parseItem } from './items.ts';
import { createLexer } from './lexer.ts';
import { parseStatements } from './statements.ts';

/** An opensips.cfg: its lines, and the blocks of whole lines that cover them. */
export interface ScriptTree {
  /** Each with its line ending. */
  readonly lines: readonly string[];
  readonly blocks: readonly Block[];
  /** The first line of each block. */
  readonly starts: readonly number[];
  /** `linesRead` of each block. */
  readonly reads: readonly number[];
  /** The indexes of the blocks that matter for the file as a whole: with problems, includes, ignore comments or directives of Kamailio. */
  readonly notable: readonly number[];
}

export function parse(text: string): ScriptTree {
  return treeOf(splitLines(text), undefined);
}

/** The same tree that `parse` returns for the edited text. Blocks before the edit that did not read the edited lines
 * are kept; so are blocks after it, from the first line at which a new block and an old one begin.
 */
export function edit(tree: ScriptTree, { line, removed, lines: inserted }: LineEdit): ScriptTree {
  const lines = normalised(tree.lines, line, removed, inserted);
  if (lines === undefined)
    return parse([...tree.lines.slice(0, line), ...inserted, ...tree.lines.slice(line + removed)].join(''));
  let kept = 0;
  while (kept < tree.blocks.length && (tree.starts[kept] ?? 0) + (tree.reads[kept] ?? 0) <= line) kept++;
  return treeOf(lines, {
    tree,
    kept,
    shift: lines.length - tree.lines.length,
    untouchedFrom: line + Math.max(removed, inserted.length - (lines.length - tree.lines.length)),
  });
}

export function print(tree: ScriptTree): string {
  return tree.lines.join('');
}

export function includes(tree: ScriptTree): Include[] {
  const found: Include[] = [];
  for (const { block, start } of notableBlocks(tree))
    for (const token of includesOf(block)) found.push(includeOf(tree, token, start));
  return found;
}

/** The blocks that matter for the file as a whole, with their first lines. */
export function* notableBlocks(
  tree: ScriptTree,
): Generator<{ readonly block: Block; readonly start: number }> {
  for (const index of tree.notable) {
    const block = tree.blocks[index];
    if (block !== undefined) yield { block, start: tree.starts[index] ?? 0 };
  }
}

/** The lines that may contain ignore comments. */
export function markedLines(tree: ScriptTree): { readonly line: number; readonly text: string }[] {
  const found: { line: number; text: string }[] = [];
  for (const { block, start } of notableBlocks(tree)) {
    for (let line = start; line < start + block.lineCount; line++) {
      const text = tree.lines[line] ?? '';
      if (text.includes(ignoreMarker)) found.push({ line, text });
    }
  }
  return found;
}

function includesOf({ includes, hiddenIncludes }: Block): readonly Token[] {
  return [...includes, ...hiddenIncludes];
}

/** The tokens of a block that begins at a line, in order. They are read again: most of them are not part of its tree. */
export function tokensOf({ lines }: ScriptTree, block: Block, start: number): readonly Token[] {
  if (block.tokens !== undefined) return block.tokens;
  const lexer = createLexer(lines, start);
  while (isInside(lexer.next(), block.lineCount));
  return lexer.lexed.tokens.slice(0, -1);
}

function isInside(token: Token, lineCount: number): boolean {
  return token.kind !== 'end' && token.line < lineCount;
}

/** The place of a span of a block as lines of the file. */
export function rangeOf(span: Span, blockStart: number) {
  return {
    start: { line: blockStart + span.line, character: span.start },
    end: { line: blockStart + span.endLine, character: span.end },
  };
}

/** The file name in an include, without the quotes. */
function includeOf(tree: ScriptTree, token: Token, blockStart: number): Include {
  const line = blockStart + token.line;
  const at = (tree.lines[line] ?? '').search(/["']/) + 1;
  return {
    path: token.text,
    optional: false,
    range: { start: { line, character: at }, end: { line, character: at + token.text.length } },
  };
}

/** A file that is included inside a route: statements without a block around them. */
export interface Fragment extends Block {
  readonly statements: readonly Statement[];
}

const fragments = new WeakMap<ScriptTree, Fragment>();

/** The file parsed as statements, for an include inside a route block. */
export function fragmentOf(tree: ScriptTree): Fragment {
  const known = fragments.get(tree);
  if (known !== undefined) return known;
  const cursor = createCursor(tree.lines, 0);
  const statements: Statement[] = [];
  for (let before = -1; cursor.peek().kind !== 'end' && before !== cursor.lexed.tokens.length; ) {
    before = cursor.lexed.tokens.length;
    appendAll(statements, parseStatements(cursor, { inLoop: true, depth: 1 }));
    if (cursor.peek().kind !== 'end') {
      cursor.report('syntax-error', cursor.peek(), `Unexpected \`${cursor.peek().text}\`: no block is open.`);
      cursor.take();
    }
  }
  const fragment: Fragment = {
    statements,
    items: [],
    lineCount: tree.lines.length,
    linesRead: tree.lines.length,
    ...keptOf(cursor, tree.lines.length),
  };
  fragments.set(tree, fragment);
  return fragment;
}

/** A tree before an edit: the blocks above it, and where those below it are now. */
interface Before {
  readonly tree: ScriptTree;
  /** How many blocks above the edit did not read the edited lines. */
  readonly kept: number;
  /** How many lines there are more. */
  readonly shift: number;
  /** The first line of the old tree that the edit did not touch. */
  readonly untouchedFrom: number;
}

function treeOf(lines: readonly string[], before: Before | undefined): ScriptTree {
  const kept = before?.kept ?? 0;
  const last = kept - 1;
  const blocks: Block[] = [];
  const starts: number[] = [];
  const notable: number[] = [];
  let at = (before?.tree.starts[last] ?? 0) + (before?.tree.blocks[last]?.lineCount ?? 0);
  let reused: number | undefined;
  while (at < lines.length) {
    reused = before === undefined ? undefined : blockAfterEdit(before, at);
    if (reused !== undefined) break;
    const block = parseBlock(lines, at);
    if (isNotable(block, lines, at)) notable.push(kept + blocks.length);
    blocks.push(block);
    starts.push(at);
    at += block.lineCount;
  }
  const reads = blocks.map(block => block.linesRead);
  if (before === undefined) return { lines, blocks, starts, reads, notable };
  const { tree } = before;
  const rest = reused ?? tree.blocks.length;
  const moved = kept + blocks.length - rest;
  return {
    lines,
    blocks: spliced(tree.blocks, kept, rest - kept, blocks),
    starts: startsAfter(before, starts, rest),
    reads: spliced(tree.reads, kept, rest - kept, reads),
    notable: [
      ...tree.notable.filter(index => index < kept),
      ...notable,
      ...tree.notable.filter(index => index >= rest).map(index => index + moved),
    ],
  };
}

/** The first lines of all blocks, where those from `rest` on are below the edit. */
function startsAfter(
  { tree, kept, shift }: Before,
  starts: readonly number[],
  rest: number,
): readonly number[] {
  const all = spliced(tree.starts, kept, rest - kept, starts);
  const below = kept + starts.length;
  return shift === 0 ? all : all.map((start, index) => (index < below ? start : start + shift));
}

/** The index of the old block that now begins at a line, if the edit is above it. */
function blockAfterEdit({ tree, shift, untouchedFrom }: Before, line: number): number | undefined {
  const start = line - shift;
  if (start < untouchedFrom) return undefined;
  let low = 0;
  let high = tree.starts.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = tree.starts[middle] ?? 0;
    if (found === start) return middle;
    if (found < start) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}

function isNotable(block: Block, lines: readonly string[], start: number): boolean {
  return (
    block.problems.length > 0 ||
    block.strays.length > 0 ||
    block.comments.some(({ unclosed, text }) => unclosed === true || kamailioDirective.test(text)) ||
    includesOf(block).length > 0 ||
    lines.slice(start, start + block.lineCount).some(line => line.includes(ignoreMarker))
  );
}

/** Items from `first`, up to the first line break between two items. */
function parseBlock(lines: readonly string[], first: number): Block {
  const cursor = createCursor(lines, first);
  const items: Item[] = [];
  let lineCount = lines.length - first;
  while (cursor.peek().kind !== 'end') {
    items.push(parseItem(cursor));
    const next = cursor.peek();
    const last = cursor.previous();
    if (next.kind === 'end') break;
    const insideComment = cursor.lexed.comments.some(
      comment => comment.line < next.line && comment.endLine >= next.line,
    );
    if (last !== undefined && next.line > last.endLine && !insideComment) {
      lineCount = next.line;
      break;
    }
  }
  reportUnclosed(cursor, lineCount);
  return {
    lineCount,
    linesRead: Math.min(cursor.linesRead(), lines.length - first + 1),
    items: trimmed(items),
    ...keptOf(cursor, lineCount),
  };
}

/** What a block keeps apart from its items. */
function keptOf(
  { lexed, problems, hasShortened }: Cursor,
  lineCount: number,
): Omit<Block, 'items' | 'lineCount' | 'linesRead'> {
  const inside = (span: Span) => span.line < lineCount;
  const { tokens } = lexed;
  for (let last = tokens.at(-1); last !== undefined && !isInside(last, lineCount); last = tokens.at(-1))
    tokens.pop();
  return {
    ...(hasShortened ? { tokens: trimmed(tokens) } : {}),
    braces: bracesOf(tokens),
    includes: trimmed(tokens.filter(({ kind }) => kind === 'include')),
    comments: withNeighbors(lexed.comments.filter(inside), tokens),
    strays: trimmed(lexed.strays.filter(inside)),
    hiddenIncludes: trimmed(lexed.hiddenIncludes.filter(inside)),
    problems: trimmed(problems),
  };
}

/** The first and the last line of everything in braces, one after the other, in the order of the closing ones. */
function bracesOf(tokens: readonly Token[]): readonly number[] {
  const open: number[] = [];
  const found: number[] = [];
  for (const { kind, text, line } of tokens) {
    if (kind !== 'sign') continue;
    if (text === '{') open.push(line);
    if (text !== '}') continue;
    const first = open.pop();
    if (first !== undefined) found.push(first, line);
  }
  return trimmed(found);
}

function withNeighbors(comments: readonly Comment[], tokens: readonly Token[]): readonly Comment[] {
  if (comments.length === 0) return trimmed(comments);
  const lines = new Set(tokens.map(({ line }) => line));
  return comments.map(comment => (lines.has(comment.line) ? { ...comment, isBesideText: true } : comment));
}

/** Reports the first unclosed token in each line of a block without other problems. */
function reportUnclosed(cursor: Cursor, lineCount: number): void {
  const reported = new Set(cursor.problems.map(({ span }) => span.line));
  for (const { kind, text, line, start, unclosed } of cursor.lexed.tokens) {
    if (unclosed !== true || line >= lineCount || reported.has(line)) continue;
    reported.add(line);
    const first = text.split(/\r?\n/, 1)[0] ?? '';
    cursor.report(
      'unclosed-text',
      { line, start, endLine: line, end: start + first.length },
      kind === 'string'
        ? `The closing quote (\`${text[0] ?? '"'}\`) of this string is missing.`
        : 'A `)` of this variable is missing, so OpenSIPS would read everything that follows as part of it.',
    );
  }
}

/** The lines after the edit; undefined when the edit joins lines, so that line ends must be found again. */
function normalised(
  lines: readonly string[],
  line: number,
  removed: number,
  inserted: readonly string[],
): readonly string[] | undefined {
  const result = spliced(lines, line, removed, inserted);
  for (let index = Math.max(0, line - 1); index <= line + inserted.length && index < result.length; index++) {
    const text = result[index] ?? '';
    const isLast = index === result.length - 1;
    if (splitLines(text).length !== 1) return undefined;
    if (!isLast && !/[\r\n]$/.test(text)) return undefined;
    if (text.endsWith('\r') && (result[index + 1] ?? '').startsWith('\n')) return undefined;
  }
  return result;
}
