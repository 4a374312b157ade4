import { globalFacts } from '../facts/facts.ts';
import { statementKeywords, topLevelKeywords } from '../facts/reserved.ts';
import type { Token } from '../syntax/token.ts';
import type { Cursor } from './cursor.ts';

/** Skips the rest of a statement that could not be parsed. */
export function recover(cursor: Cursor, tokensBefore: number, mark: number): void {
  repairString(cursor, tokensBefore, mark);
  let parentheses = 0;
  let braces = 0;
  let first = true;
  for (;;) {
    const token = cursor.peek();
    if (token.kind === 'end' || token.kind === 'include' || startsItem(cursor)) return;
    if (token.kind === 'sign') {
      if (token.text === '(') parentheses++;
      if (token.text === ')') parentheses--;
      if (token.text === '{') braces++;
      if (token.text === '}') {
        if (braces === 0) return;
        braces--;
        if (braces === 0) {
          cursor.take();
          return;
        }
      }
      if (token.text === ';' && braces === 0) {
        cursor.take();
        return;
      }
    }
    if (!first && braces === 0 && startsLine(cursor, token) && startsStatement(cursor, token, parentheses))
      return;
    first = false;
    takeSkipped(cursor);
  }
}

/** Skips a token; a string after an error in its line does not extend beyond that line. */
export function takeSkipped(cursor: Cursor): void {
  const token = cursor.take();
  if (token.kind !== 'string' || token.endLine === token.line) return;
  const reported = cursor.problems.at(-1);
  if (reported === undefined || reported.span.endLine !== token.line) return;
  const firstLine = token.text.split(/\r?\n/, 1)[0] ?? '';
  cursor.closeString(token, firstLine.length);
}

function startsLine(cursor: Cursor, token: Token): boolean {
  const last = cursor.previous();
  return last === undefined || token.line > last.endLine;
}

function startsStatement(cursor: Cursor, token: Token, parentheses: number): boolean {
  if (token.kind === 'variable') return parentheses <= 0;
  if (token.kind !== 'word') return false;
  if (['exit', 'drop', 'return', 'break', 'else', ...statementKeywords].includes(token.text)) return true;
  const next = cursor.peek(1);
  return next.kind === 'sign' && next.text === '(';
}

/** Skips a string at the top level, where no string extends into a line with text after it: in that case its closing
 * quote is missing, and it ends with its first line.
 */
export function takeString(cursor: Cursor): Token {
  const token = cursor.take();
  const next = cursor.peek();
  if (token.line === token.endLine || next.kind === 'end' || next.line !== token.endLine) return token;
  const firstLine = token.text.split(/\r?\n/, 1)[0] ?? '';
  closeAt(cursor, token, firstLine.replace(/\s*(?:#.*)?$/, '').length);
  return cursor.previous() ?? token;
}

/** A multi-line string right before an error, whose first line ends like a statement, lacks its closing quote there:
 * it is closed before what looks like the end of the call, and the text after it is read again.
 */
export function repairString(cursor: Cursor, tokensBefore: number, mark: number): boolean {
  const tokens = cursor.lexed.tokens;
  for (const token of tokens.slice(Math.max(0, tokensBefore - 2))) {
    if (token.kind !== 'string' || token.endLine === token.line) continue;
    const firstLine = token.text.split(/\r?\n/, 1)[0] ?? '';
    const end = /(?:\)[\s)]*)?[;{}]?\s*(?:#.*)?$/.exec(firstLine);
    if (end === null || end.index < 1 || !/[;){}]/.test(end[0])) continue;
    cursor.problems.length = mark;
    closeAt(cursor, token, end.index);
    return true;
  }
  return false;
}

/** Ends a string after a number of characters of its first line, and reports that its quote is missing there. */
function closeAt(cursor: Cursor, token: Token, length: number): void {
  const { line, start } = token;
  const end = start + length;
  const quote = token.text[0] ?? '"';
  cursor.closeString(token, length);
  cursor.report(
    'unclosed-text',
    { line, start, endLine: line, end },
    `The closing quote (\`${quote}\`) of this string is missing, so it would continue to the next quote, several lines below.`,
    {
      fix: {
        title: 'Insert the closing quote',
        text: quote,
        span: { line, start: end, endLine: line, end },
      },
    },
  );
}

/** True when the next token starts a top-level item, so that the block around it was never closed. */
export function startsItem(cursor: Cursor): boolean {
  const token = cursor.peek();
  if (token.kind !== 'word') return false;
  if (topLevelKeywords.has(token.text)) return true;
  if (token.text !== 'route') return false;
  const next = cursor.peek(1);
  return next.kind === 'sign' && (next.text === '{' || (next.text === '[' && !isCallInBrackets(cursor)));
}

/** `route[name];` inside a route: a call with the wrong brackets. */
function isCallInBrackets(cursor: Cursor): boolean {
  const close = cursor.peek(3);
  const end = cursor.peek(4);
  return close.kind === 'sign' && close.text === ']' && end.kind === 'sign' && end.text === ';';
}

/** Skips to the next token that can start an item at the beginning of a line. */
export function skipToItem(cursor: Cursor): void {
  for (;;) {
    const token = cursor.peek();
    if (token.kind === 'end' || token.kind === 'include') return;
    const last = cursor.previous();
    const startsLine = last === undefined || token.line > last.endLine;
    if (token.kind === 'word' && startsLine) {
      if (topLevelKeywords.has(token.text)) return;
      if (token.text === 'route' && (nextIs(cursor, '[') || nextIs(cursor, '{'))) return;
      if (globalFacts(token.text) !== undefined && nextIs(cursor, '=')) return;
    }
    takeSkipped(cursor);
  }
}

/** Nothing at top level ends with a `;`. */
export function takeStraySemicolon(cursor: Cursor, after: string): void {
  const token = cursor.peek();
  const last = cursor.previous();
  if (!cursor.at(';') || last === undefined || token.line !== last.endLine) return;
  cursor.report(
    'syntax-error',
    token,
    `No \`;\` is allowed after ${after}: only statements inside a route end with one.`,
    {
      fix: { title: 'Remove ;', text: '', span: token },
    },
  );
  cursor.take();
}

export function nextIs(cursor: Cursor, text: string): boolean {
  const next = cursor.peek(1);
  return next.kind === 'sign' && next.text === text;
}
