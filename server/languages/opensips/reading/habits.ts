import type { Token } from '../syntax/token.ts';
import type { Cursor, ProblemDetails } from './cursor.ts';

/** What a text that the grammar refuses was meant to be: something of another language, or of the program that writes the script. */
export interface Habit {
  readonly what: string;
  readonly details?: ProblemDetails;
}

export function habitAt(cursor: Cursor): Habit | undefined {
  const token = cursor.peek();
  return (
    quoteInText(cursor.previous(), token) ??
    placeholder(token, cursor) ??
    comment(token, cursor) ??
    include(token)
  );
}

/** A quotation mark ended a text too early: more text follows without a space. */
export function quoteInText(text: Token | undefined, next: Token): Habit | undefined {
  if (text?.kind !== 'string' || text.unclosed === true || text.line !== text.endLine) return undefined;
  if (next.line !== text.line || next.start !== text.end) return undefined;
  if (next.kind === 'sign' || next.kind === 'end' || next.kind === 'include') return undefined;
  return {
    what: text.text.startsWith('"')
      ? 'the text ends at the `"` before it. Write `\\"` for a quotation mark inside a text'
      : "the text ends at the `'` before it. Put a text that contains `'` in double quotes",
  };
}

/** Something that a template engine or a shell was to replace. */
function placeholder(token: Token, cursor: Cursor): Habit | undefined {
  const isFilledIn =
    (token.kind === 'variable' && token.text.startsWith('${')) ||
    (token.kind === 'sign' && token.text === '{' && isSignAfter(cursor, token, '{'));
  if (!isFilledIn) return undefined;
  return {
    what: 'this is a placeholder. Whatever fills in the script must replace it before OpenSIPS reads it',
  };
}

function comment(token: Token, cursor: Cursor): Habit | undefined {
  if (token.kind !== 'sign' || token.text !== '/' || !isSignAfter(cursor, token, '/')) return undefined;
  const next = cursor.peek(1);
  return {
    what: 'a comment starts with `#`, or is between `/*` and `*/`',
    details: {
      fix: {
        title: 'Write #',
        text: '#',
        span: { line: token.line, start: token.start, endLine: next.endLine, end: next.end },
      },
    },
  };
}

function isSignAfter(cursor: Cursor, token: Token, text: string): boolean {
  const next = cursor.peek(1);
  return next.kind === 'sign' && next.text === text && next.line === token.line && next.start === token.end;
}

/** Includes are whole lines with a name in quotes. */
function include(token: Token): Habit | undefined {
  if (token.kind !== 'word' || !includes.has(token.text)) return undefined;
  return { what: 'a file is included with `include_file "name"`, with quotes and on a line of its own' };
}

const includes: ReadonlySet<string> = new Set(['include', 'include_file', 'import_file']);

/** Words that m4 would have replaced, at the top level of a script. */
export function isMacro(token: Token, next: Token): boolean {
  if (token.kind !== 'word') return false;
  return token.text === 'dnl' || (macros.has(token.text) && next.kind === 'sign' && next.text === '(');
}

const macros: ReadonlySet<string> = new Set([
  'changecom',
  'changequote',
  'define',
  'divert',
  'esyscmd',
  'ifdef',
  'ifelse',
  'include',
  'patsubst',
  'pushdef',
  'sinclude',
  'syscmd',
  'undefine',
  'undivert',
]);

/** Comparisons in words. */
export const comparisonWords: ReadonlyMap<string, string> = new Map([
  ['eq', '=='],
  ['is', '=='],
  ['ne', '!='],
  ['lt', '<'],
  ['le', '<='],
  ['gt', '>'],
  ['ge', '>='],
  ['like', '=~'],
  ['matches', '=~'],
]);

/** `else if` of other languages. */
export const elseIfs: ReadonlySet<string> = new Set(['elif', 'elseif', 'elsif']);
