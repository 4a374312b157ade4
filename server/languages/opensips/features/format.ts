import type { FormattingOptions, Position, Range, TextEdit } from 'vscode-languageserver-types';
import { lengthWithoutEol } from '../../../text/lines.ts';
import { blocksOf, type ScriptView } from '../model/view.ts';
import { tokensOf } from '../reading/parser.ts';
import type { Block } from '../syntax/syntax.ts';
import type { Comment, Token } from '../syntax/token.ts';

/**
 * Indents by the depth of braces, cases and open parentheses, and removes spaces at the ends of lines. It changes
 * only white space, and nothing inside strings, multi-line comments and variables.
 */
export function formatEdits(view: ScriptView, options: FormattingOptions, range?: Range): TextEdit[] {
  const { lines } = view.tree;
  const first = range?.start.line ?? 0;
  const last = Math.min(range?.end.line ?? lines.length - 1, lines.length - 1);
  const unit = options.insertSpaces ? ' '.repeat(options.tabSize) : '\t';
  const edits: TextEdit[] = [];
  for (const { block, place } of blocksOf(view)) {
    const end = place.start + block.lineCount - 1;
    if (end < first || place.start > last) continue;
    const depths = depthsIn(view, block, place.start);
    for (let line = Math.max(first, place.start); line <= Math.min(last, end); line++)
      formatLine(edits, line, lines[line] ?? '', depthAt(depths, line - place.start), unit);
  }
  return edits;
}

function formatLine(
  edits: TextEdit[],
  line: number,
  text: string,
  depth: LineDepth | undefined,
  unit: string,
): void {
  // A line that begins inside a string or a comment is left alone; one that ends inside a string keeps its end.
  if (depth === undefined) return;
  const end = lengthWithoutEol(text);
  const body = text.slice(0, end);
  const trimmed = body.trimEnd();
  if (trimmed.length < end && !depth.endsInside)
    edits.push({
      range: { start: { line, character: trimmed.length }, end: { line, character: end } },
      newText: '',
    });
  if (trimmed.trim() === '') return;
  const blanks = /^[ \t]*/.exec(body)?.[0] ?? '';
  const wanted = unit.repeat(depth.depth);
  if (blanks !== wanted)
    edits.push({
      range: { start: { line, character: 0 }, end: { line, character: blanks.length } },
      newText: wanted,
    });
}

/** After `}` or `;` or a line break, the line is indented again. */
export function formatOnTypeEdits(
  view: ScriptView,
  position: Position,
  _typed: string,
  options: FormattingOptions,
): TextEdit[] {
  const line = { line: position.line, character: 0 };
  return formatEdits(view, options, { start: line, end: position }).filter(
    edit => edit.range.start.character === 0 || edit.range.end.line !== position.line,
  );
}

interface LineDepth {
  readonly depth: number;
  readonly endsInside: boolean;
}

/** The depths of the lines of a block, a character for each: they are asked for again after every edit of another block. */
const known = new WeakMap<Block, string>();

function depthsIn({ tree }: ScriptView, block: Block, start: number): string {
  let depths = known.get(block);
  if (depths === undefined) {
    depths = depthsOf(block, tokensOf(tree, block, start))
      .map(characterOf)
      .join('');
    known.set(block, depths);
  }
  return depths;
}

function characterOf(line: LineDepth | undefined): string {
  if (line === undefined) return '\0';
  return String.fromCharCode(1 + 2 * Math.min(line.depth, MOST_DEPTH) + (line.endsInside ? 1 : 0));
}

const MOST_DEPTH = 30_000;

function depthAt(depths: string, line: number): LineDepth | undefined {
  const code = depths.charCodeAt(line);
  return code > 0 ? { depth: (code - 1) >> 1, endsInside: code % 2 === 0 } : undefined;
}

/** For each line of a block that begins outside strings and comments, its depth. */
function depthsOf(block: Block, tokens: readonly Token[]): readonly (LineDepth | undefined)[] {
  const depths: (LineDepth | undefined)[] = [];
  const insideEnds = linesThatEndInside(block, tokens);
  const open: Bracket[] = [];
  let at = 0;
  // The extra depth of one statement without braces, after `if (...)` or `else`.
  let pending = 0;
  for (let line = 0; line < block.lineCount; line++) {
    while (at < tokens.length && (tokens[at]?.line ?? 0) < line) at++;
    const leading = tokens[at]?.line === line ? tokens[at] : undefined;
    const depth = depthOfLine(leading, open.at(-1), pending);
    depths.push(insideEnds.has(line - 1) ? undefined : { depth, endsInside: insideEnds.has(line) });
    for (let index = at; index < tokens.length && tokens[index]?.line === line; index++) {
      const token = tokens[index];
      if (token !== undefined) follow(open, token, depth);
    }
    pending = pendingAfter(tokens, at, line, pending);
  }
  return depths;
}

/** An open bracket with the depth that the lines inside it have. */
interface Bracket {
  readonly sign: OpenSign;
  readonly inner: number;
  /** How many of each kind are open, including this one. */
  readonly counts: Readonly<Record<OpenSign, number>>;
  /** The extra depth of a `case` or `default` inside it. */
  caseDepth: number;
}

type OpenSign = '{' | '(' | '[';

const NONE_OPEN: Readonly<Record<OpenSign, number>> = { '{': 0, '(': 0, '[': 0 };

/** The lines of a block that end inside a string or a comment. */
function linesThatEndInside({ comments }: Block, tokens: readonly Token[]): ReadonlySet<number> {
  const lines = new Set<number>();
  const cover = (span: Token | Comment) => {
    for (let line = span.line; line < span.endLine; line++) lines.add(line);
  };
  for (const token of tokens) cover(token);
  for (const comment of comments) cover(comment);
  return lines;
}

/** The depth of a line inside a bracket that begins with a token, or with none. */
function depthOfLine(leading: Token | undefined, around: Bracket | undefined, pending: number): number {
  const depth = around === undefined ? 0 : around.inner + around.caseDepth;
  if (leading === undefined) return depth;
  if (leading.kind === 'sign' && /^[)}\]]$/.test(leading.text)) return Math.max(0, (around?.inner ?? 1) - 1);
  if (isCaseWord(leading) && around?.sign === '{') return around.inner;
  const isBrace = leading.kind === 'sign' && leading.text === '{';
  return isBrace || around?.sign === '(' ? depth : depth + pending;
}

/** Opens and closes brackets with a token of a line. Several brackets opened on one line add one level together. */
function follow(open: Bracket[], token: Token, lineDepth: number): void {
  const around = open.at(-1);
  if (isCaseWord(token) && around?.sign === '{') around.caseDepth = 1;
  if (token.kind !== 'sign') return;
  if (token.text === '{' || token.text === '(' || token.text === '[') {
    // Brackets further out never have a greater inner depth.
    const inner = around !== undefined && around.inner > lineDepth ? around.inner : lineDepth + 1;
    const before = around === undefined ? NONE_OPEN : around.counts;
    const counts = { ...before, [token.text]: before[token.text] + 1 };
    open.push({ sign: token.text, inner, counts, caseDepth: 0 });
  } else if (/^[)}\]]$/.test(token.text)) {
    const sign = token.text === '}' ? '{' : token.text === ')' ? '(' : '[';
    // A closing bracket that matches none must not search all of them.
    if (around === undefined || around.counts[sign] === 0) return;
    open.length = open.findLastIndex(one => one.sign === sign);
  }
}

function isCaseWord(token: Token): boolean {
  return token.kind === 'word' && (token.text === 'case' || token.text === 'default');
}

/** The extra depth of the next line after a line that ends with `if (...)`, `else` or the like without a brace. */
function pendingAfter(tokens: readonly Token[], from: number, line: number, before: number): number {
  let last: Token | undefined;
  let first: Token | undefined;
  for (let index = from; index < tokens.length && tokens[index]?.line === line; index++) {
    first ??= tokens[index];
    last = tokens[index];
  }
  if (first === undefined || last === undefined) return before;
  const isHead = first.kind === 'word' && ['if', 'else', 'while', 'for'].includes(first.text);
  const isElseAfterBrace =
    first.kind === 'sign' && first.text === '}' && last.kind === 'word' && last.text === 'else';
  const endsOpen =
    (last.kind === 'sign' && last.text === ')') || (last.kind === 'word' && last.text === 'else');
  if ((isHead || isElseAfterBrace) && endsOpen) return before + 1;
  return 0;
}
