import { nearest } from '../../../text/spelling.ts';
import { keywordCommands, statementKeywords, topLevelKeywords } from '../facts/reserved.ts';
import type { Token } from '../syntax/token.ts';
import type { Cursor, ProblemDetails } from './cursor.ts';

/** A single word that only lacks its quotes, as an argument or a value. */
export function quoting(word: Token, next: Token): ProblemDetails {
  const isWhole = next.kind === 'sign' && (next.text === ')' || next.text === ',');
  if (word.kind !== 'word' || !isWhole) return {};
  return { fix: { title: `Put "${word.text}" in quotes`, text: `"${word.text}"`, span: word } };
}

/** A comma between two arguments on one line. */
export function insertingComma(cursor: Cursor): ProblemDetails {
  const next = cursor.peek();
  const startsValue = next.kind === 'string' || next.kind === 'variable' || next.kind === 'number';
  return startsValue ? inserting(cursor, ',') : {};
}

/** A parenthesis at the end of what was read, in front of a sign on the same line. */
export function insertingParenthesis(cursor: Cursor): ProblemDetails {
  const next = cursor.peek();
  return next.kind === 'sign' && /^(?:[;{]|&&|\|\|)$/.test(next.text) ? inserting(cursor, ')') : {};
}

function inserting(cursor: Cursor, text: string): ProblemDetails {
  const last = cursor.previous();
  if (last === undefined || last.endLine !== cursor.peek().line) return {};
  const span = { line: last.endLine, start: last.end, endLine: last.endLine, end: last.end };
  return { fix: { title: `Insert ${text}`, text, span } };
}

/** The keyword that a word in front of something else was meant to be, or the parentheses that its call lacks. */
export function meantWord(name: Token, next: Token): ProblemDetails {
  const keyword = nearestOf(name.text, words);
  if (keyword !== undefined) return writing(name, keyword);
  const isEnd =
    next.kind === 'sign' && /^(?:[;)]|&&|\|\||==|!=)$/.test(next.text) && next.line === name.endLine;
  return isEnd ? writing(name, `${name.text}()`) : {};
}

const words: ReadonlySet<string> = new Set([...statementKeywords, ...keywordCommands, 'else', 'break']);

/** The keyword that a word at the top level was meant to be. */
export function meantItem(token: Token): ProblemDetails {
  const keyword = token.kind === 'word' ? nearestOf(token.text, topLevelKeywords) : undefined;
  return keyword === undefined ? {} : writing(token, keyword);
}

/** An operator written with one sign too many, or with its signs in the wrong order. */
export function meantOperator(operator: Token, next: Token): ProblemDetails {
  const isAdjacent = next.kind === 'sign' && next.line === operator.endLine && next.start === operator.end;
  const meant = isAdjacent ? operators[`${operator.text}${next.text}`] : undefined;
  if (meant === undefined) return {};
  const span = { line: operator.line, start: operator.start, endLine: next.endLine, end: next.end };
  return { fix: { title: `Write ${meant}`, text: meant, span } };
}

const operators: Readonly<Record<string, string>> = {
  '===': '==',
  '!==': '!=',
  '=>': '>=',
  '=<': '<=',
  '==~': '=~',
  '=!': '!=',
};

function writing(word: Token, text: string): ProblemDetails {
  return { fix: { title: `Write ${text}`, text, span: word } };
}

function nearestOf(word: string, keywords: ReadonlySet<string>): string | undefined {
  const lower = word.toLowerCase();
  return keywords.has(lower) ? lower : nearest(lower, [...keywords]);
}
