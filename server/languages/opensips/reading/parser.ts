import { splitLines } from '../../../text/lines.ts';
import { appendAll } from '../../../text/longLists.ts';
import type { Include, LineEdit } from '../../project.ts';
import type { Block, Item, Statement } from '../syntax/syntax.ts';
import type { Span, Token } from '../syntax/token.ts';
import { type Cursor, createCursor } from './cursor.ts';
import { parseItem } from './items.ts';
import { parseStatements } from './statements.ts';

/** An opensips.cfg: its lines, and the blocks of whole lines that cover them. */
export interface ScriptTree {
  /** Each with its line ending. */
  readonly lines: readonly string[];
  readonly blocks: readonly Block[];
  /** The first line of each block. */
  readonly starts: readonly number[];
}

export function parse(text: string): ScriptTree {
  return treeOf(splitLines(text), []);
}

/** The same tree that `parse` returns for the edited text. Blocks before the edit that did not read the edited lines
 * are kept; so are blocks after it, from the first line at which a new block and an old one begin.
 */
export function edit(tree: ScriptTree, { line, removed, lines: inserted }: LineEdit): ScriptTree {
  const lines = normalised(tree.lines, line, removed, inserted);
  if (lines === undefined)
    return parse([...tree.lines.slice(0, line), ...inserted, ...tree.lines.slice(line + removed)].join(''));
  const shift = lines.length - tree.lines.length;
  const kept: Block[] = [];
  let at = 0;
  for (const block of tree.blocks) {
    if (at + block.linesRead > line) break;
    kept.push(block);
    at += block.lineCount;
  }
  const untouchedFrom = line + inserted.length;
  const reusable = new Map<number, number>();
  tree.starts.forEach((start, index) => {
    if (start + shift >= untouchedFrom && start >= line + removed) reusable.set(start + shift, index);
  });
  return treeOf(lines, kept, start => {
    const index = reusable.get(start);
    return index === undefined ? undefined : tree.blocks.slice(index);
  });
}

export function print(tree: ScriptTree): string {
  return tree.lines.join('');
}

export function includes(tree: ScriptTree): Include[] {
  const found: Include[] = [];
  tree.blocks.forEach((block, index) => {
    const start = tree.starts[index] ?? 0;
    for (const token of [...block.tokens.filter(one => one.kind === 'include'), ...block.hiddenIncludes])
      found.push(includeOf(tree, token, start));
  });
  return found;
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
    tokens: cursor.lexed.tokens.filter(token => token.kind !== 'end'),
    comments: cursor.lexed.comments,
    strays: cursor.lexed.strays,
    hiddenIncludes: cursor.lexed.hiddenIncludes,
    problems: cursor.problems,
  };
  fragments.set(tree, fragment);
  return fragment;
}

function treeOf(
  lines: readonly string[],
  kept: Block[],
  reuse: (start: number) => readonly Block[] | undefined = () => undefined,
): ScriptTree {
  const blocks = kept;
  let at = kept.reduce((sum, block) => sum + block.lineCount, 0);
  while (at < lines.length) {
    const rest = reuse(at);
    if (rest !== undefined) {
      appendAll(blocks, rest);
      break;
    }
    const block = parseBlock(lines, at);
    blocks.push(block);
    at += block.lineCount;
  }
  const starts: number[] = [];
  let start = 0;
  for (const block of blocks) {
    starts.push(start);
    start += block.lineCount;
  }
  return { lines, blocks, starts };
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
  const { lexed } = cursor;
  for (const token of lexed.tokens) {
    if (token.unclosed === true && token.line < lineCount) reportUnclosed(cursor, token);
  }
  const inside = (span: Span) => span.line < lineCount;
  return {
    lineCount,
    linesRead: Math.min(cursor.linesRead(), lines.length - first + 1),
    items,
    tokens: lexed.tokens.filter(token => token.kind !== 'end' && inside(token)),
    comments: lexed.comments.filter(inside),
    strays: lexed.strays.filter(inside),
    hiddenIncludes: lexed.hiddenIncludes.filter(inside),
    problems: cursor.problems,
  };
}

function reportUnclosed(cursor: Cursor, token: Token): void {
  if (cursor.problems.some(problem => problem.span.line === token.line)) return;
  const first = token.text.split(/\r?\n/, 1)[0] ?? '';
  cursor.report(
    'unclosed-text',
    { line: token.line, start: token.start, endLine: token.line, end: token.start + first.length },
    token.kind === 'string'
      ? `The closing quote (\`${token.text[0] ?? '"'}\`) of this string is missing.`
      : 'A `)` of this variable is missing, so OpenSIPS would read everything that follows as part of it.',
  );
}

/** The lines after the edit; undefined when the edit joins lines, so that line ends must be found again. */
function normalised(
  lines: readonly string[],
  line: number,
  removed: number,
  inserted: readonly string[],
): readonly string[] | undefined {
  const result = [...lines.slice(0, line), ...inserted, ...lines.slice(line + removed)];
  for (let index = Math.max(0, line - 1); index <= line + inserted.length && index < result.length; index++) {
    const text = result[index] ?? '';
    const isLast = index === result.length - 1;
    if (splitLines(text).length !== 1) return undefined;
    if (!isLast && !/[\r\n]$/.test(text)) return undefined;
    if (text.endsWith('\r') && (result[index + 1] ?? '').startsWith('\n')) return undefined;
  }
  return result;
}
