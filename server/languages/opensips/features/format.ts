import type { FormattingOptions, Position, Range, TextEdit } from 'vscode-languageserver-types';
import { lengthWithoutEol } from '../../../text/lines.ts';
import { blocksOf, type ScriptView } from '../model/view.ts';
import type { Comment, Token } from '../syntax/token.ts';

/**
 * Indents by the depth of braces, cases and open parentheses, and takes spaces away at the ends of lines. Nothing but
 * white space changes, and nothing inside strings, comments over several lines and variables.
 */
export function formatEdits(view: ScriptView, options: FormattingOptions, range?: Range): TextEdit[] {
  const { lines } = view.tree;
  const first = range?.start.line ?? 0;
  const last = Math.min(range?.end.line ?? lines.length - 1, lines.length - 1);
  const depths = depthsOf(view);
  const unit = options.insertSpaces ? ' '.repeat(options.tabSize) : '\t';
  const edits: TextEdit[] = [];
  for (let line = first; line <= last; line++) {
    const text = lines[line] ?? '';
    const depth = depths.get(line);
    const end = lengthWithoutEol(text);
    const body = text.slice(0, end);
    // A line that begins inside a string or a comment is left alone; one that ends inside a string keeps its end.
    if (depth === undefined) continue;
    const trimmed = body.trimEnd();
    if (trimmed.length < end && !depth.endsInside)
      edits.push({
        range: { start: { line, character: trimmed.length }, end: { line, character: end } },
        newText: '',
      });
    if (trimmed.trim() === '') continue;
    const blanks = /^[ \t]*/.exec(body)?.[0] ?? '';
    const wanted = unit.repeat(depth.depth);
    if (blanks !== wanted)
      edits.push({
        range: { start: { line, character: 0 }, end: { line, character: blanks.length } },
        newText: wanted,
      });
  }
  return edits;
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

/** For each line that begins outside strings and comments, how deep it stands. */
function depthsOf(view: ScriptView): ReadonlyMap<number, LineDepth> {
  const depths = new Map<number, LineDepth>();
  for (const { block, place } of blocksOf(view)) {
    const closedLines = new Set<number>();
    const endsInside = new Set<number>();
    const cover = (span: Token | Comment) => {
      for (let line = span.line; line < span.endLine; line++) {
        endsInside.add(line);
        closedLines.add(line + 1);
      }
    };
    for (const token of block.tokens) cover(token);
    for (const comment of block.comments) cover(comment);
    // Each open bracket with the depth that the lines inside it have.
    const open: { readonly sign: string; readonly inner: number; caseDepth: number }[] = [];
    const tokens = block.tokens;
    let at = 0;
    // What one statement without braces adds, after `if (...)` or `else`.
    let pending = 0;
    for (let line = 0; line < block.lineCount; line++) {
      while (at < tokens.length && (tokens[at]?.line ?? 0) < line) at++;
      const leading = tokens[at]?.line === line ? tokens[at] : undefined;
      const top = open.at(-1);
      let depth = top === undefined ? 0 : top.inner + top.caseDepth;
      if (leading !== undefined) {
        const isCloser = leading.kind === 'sign' && /^[)}\]]$/.test(leading.text);
        if (isCloser) depth = Math.max(0, (top?.inner ?? 1) - 1);
        else if (
          leading.kind === 'word' &&
          (leading.text === 'case' || leading.text === 'default') &&
          top?.sign === '{'
        )
          depth = top.inner;
        else if (!(leading.kind === 'sign' && leading.text === '{') && top?.sign !== '(') depth += pending;
      }
      if (!closedLines.has(line)) depths.set(place.start + line, { depth, endsInside: endsInside.has(line) });
      const lineDepth = depth;
      for (let index = at; index < tokens.length && tokens[index]?.line === line; index++) {
        const token = tokens[index];
        if (token === undefined) continue;
        if (token.kind === 'word' && (token.text === 'case' || token.text === 'default')) {
          const around = open.at(-1);
          if (around?.sign === '{') around.caseDepth = 1;
        }
        if (token.kind !== 'sign') continue;
        if (token.text === '{' || token.text === '(' || token.text === '[') {
          const isFirstOfLine = !open.some(one => one.inner > lineDepth);
          const outer = open.at(-1);
          const inner = isFirstOfLine ? lineDepth + 1 : (outer?.inner ?? lineDepth + 1);
          open.push({ sign: token.text, inner, caseDepth: 0 });
        } else if (/^[)}\]]$/.test(token.text)) {
          const sign = token.text === '}' ? '{' : token.text === ')' ? '(' : '[';
          const match = open.findLastIndex(one => one.sign === sign);
          if (match >= 0) open.length = match;
        }
      }
      pending = pendingAfter(tokens, at, line, pending);
    }
  }
  return depths;
}

/** How much deeper the next line stands because this one ends with `if (...)`, `else` or the like without a brace. */
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
