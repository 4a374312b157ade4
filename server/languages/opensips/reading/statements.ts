import { statementKeywords } from '../facts/reserved.ts';
import type { Case, Expression, If, Statement } from '../syntax/syntax.ts';
import type { Span, Token } from '../syntax/token.ts';
// biome-ignore lint/suspicious/noImportCycles: the grammar itself is recursive: expressions contain calls, and calls contain statements and expressions.
import { parseCall } from './calls.ts';
import type { Cursor, ProblemDetails } from './cursor.ts';
// biome-ignore lint/suspicious/noImportCycles: the grammar itself is recursive: expressions contain calls, and calls contain statements and expressions.
import { parseCondition, parseSigned, parseVariableExpression } from './expressions.ts';

import { unexpected } from './faults.ts';
import { elseIfs, quoteInText } from './habits.ts';
import { recover, repairString, startsItem, takeSkipped } from './recovery.ts';
import { insertingParenthesis } from './repairs.ts';

export interface StatementContext {
  /** Inside `while`, `for` or `switch`, where `break` is allowed. */
  readonly inLoop: boolean;
  /** Directly inside a `switch`, where `case` and `default` end the list. */
  readonly inSwitch?: boolean;
  readonly depth: number;
}

/** The nesting depth of statements beyond which their braces are only counted. */
const depthLimit = 150;

/** Statements up to the `}` that closes them (left for the caller), the end of the file, or the next top-level item. */
export function parseStatements(cursor: Cursor, context: StatementContext): readonly Statement[] {
  const statements: Statement[] = [];
  for (;;) {
    const token = cursor.peek();
    if (token.kind === 'end' || (token.kind === 'sign' && token.text === '}') || startsItem(cursor))
      return ownList(statements);
    if (
      context.inSwitch === true &&
      token.kind === 'word' &&
      (token.text === 'case' || token.text === 'default')
    )
      return ownList(statements);
    const before = cursor.lexed.tokens.length;
    const mark = cursor.problems.length;
    const statement = parseStatement(cursor, context);
    if (statement !== undefined) statements.push(statement);
    else recover(cursor, before, mark);
  }
}

/** Results are kept with lists of statements, so each list is an object of its own. */
function ownList(statements: readonly Statement[]): readonly Statement[] {
  return statements.slice();
}

function parseStatement(cursor: Cursor, context: StatementContext): Statement | undefined {
  const token = cursor.peek();
  if (token.kind === 'include') {
    cursor.take();
    return { type: 'include', path: token, ...cursor.from(token) };
  }
  if (token.kind === 'variable') {
    const statement = parseVariableExpression(cursor, context.depth, true);
    if (statement === undefined) return undefined;
    if (statement.type !== 'assign') return unexpected(cursor, ...withoutAssignment(cursor));
    return endOfStatement(cursor) ? statement : undefined;
  }
  if (token.kind === 'sign') {
    if (token.text === ';') {
      cursor.take();
      return { type: 'empty', ...cursor.from(token) };
    }
    if (token.text === '{') {
      unexpected(
        cursor,
        'a block can only follow `if`, `else`, `while`, `for`, `switch` or the head of a route',
      );
      const body = parseBody(cursor, context).body;
      return { type: 'block', body, ...cursor.from(token) };
    }
  }
  if (token.kind !== 'word') return unexpected(cursor, 'a statement is expected');
  switch (token.text) {
    case 'if':
      return parseIf(cursor, context);
    case 'while':
      return parseWhile(cursor, context);
    case 'for':
      return parseFor(cursor, context);
    case 'switch':
      return parseSwitch(cursor, context);
    case 'else':
      return unexpected(
        cursor,
        '`else` must follow the statement or block of its `if` directly. A `;` after the `}` ends the `if`',
      );
    case 'break':
    case 'esac':
      if (token.text === 'break' || context.inLoop) return parseBreak(cursor, context);
      break;
    default:
  }
  const call = parseCall(cursor);
  if (call === undefined) return undefined;
  return endOfStatement(cursor) ? call : undefined;
}

/** A variable as a statement, as in `$var(i)++`. */
function withoutAssignment(cursor: Cursor): [string, ProblemDetails?] {
  const sign = cursor.peek();
  const next = cursor.peek(1);
  const isStep =
    (sign.text === '+' || sign.text === '-') &&
    sign.kind === 'sign' &&
    next.kind === 'sign' &&
    next.text === sign.text;
  if (!isStep) return ['a statement that starts with a variable must be an assignment'];
  const text = `${sign.text}= 1`;
  const span = { line: sign.line, start: sign.start, endLine: next.endLine, end: next.end };
  return [`write \`${text}\``, { fix: { title: `Write ${text}`, text: ` ${text}`, span } }];
}

function parseBreak(cursor: Cursor, context: StatementContext): Statement | undefined {
  const keyword = cursor.take();
  if (!context.inLoop)
    cursor.report('syntax-error', keyword, '`break` is allowed only inside `while`, `for` or `switch`.');
  else if (keyword.text === 'esac')
    cursor.report('old-syntax', keyword, '`esac` was removed: `break` ends a case.', {
      since: '3.1',
      fix: { title: 'Write break', text: 'break', span: keyword },
    });
  return endOfStatement(cursor) ? { type: 'break', keyword, ...cursor.from(keyword) } : undefined;
}

/** Consumes the `;`. False when other text follows that must be skipped. */
function endOfStatement(cursor: Cursor): boolean {
  if (cursor.takeIf(';') !== undefined) return true;
  const last = cursor.previous();
  const next = cursor.peek();
  const startsAnew =
    next.kind === 'end' ||
    next.kind === 'include' ||
    next.kind === 'word' ||
    next.kind === 'variable' ||
    (next.kind === 'sign' && next.text === '}');
  // A multi-line string with text right after it probably lacks its closing quote.
  const behindString = last?.kind === 'string' && last.line < last.endLine && next.line === last.endLine;
  if (last === undefined || !startsAnew || behindString || quoteInText(last, next) !== undefined) {
    if (next.kind === 'sign' && next.text === '.')
      unexpected(cursor, 'texts are joined with `+`', {
        fix: { title: 'Write +', text: '+', span: next },
      });
    else unexpected(cursor, 'a `;` is expected');
    return false;
  }
  const end: Span = {
    line: last.endLine,
    start: Math.max(0, last.end - 1),
    endLine: last.endLine,
    end: last.end,
  };
  const behind: Span = { ...end, start: last.end };
  cursor.report('missing-semicolon', end, 'The `;` at the end of this statement is missing.', {
    fix: { title: 'Insert ;', text: ';', span: behind },
  });
  return true;
}

export function parseIf(cursor: Cursor, context: StatementContext): If {
  const keyword = cursor.take();
  const condition = parenthesised(cursor, context);
  skipThen(cursor);
  const { body, closed } = parseBody(cursor, context);
  if (closed && elseIfs.has(cursor.peek().text)) {
    const elseKeyword = cursor.peek();
    cursor.report('syntax-error', elseKeyword, `Unexpected \`${elseKeyword.text}\`: write \`else if\`.`, {
      fix: { title: 'Write else if', text: 'else if', span: elseKeyword },
    });
    const otherwise = [parseIf(cursor, { ...context, depth: context.depth + 1 })];
    return { type: 'if', keyword, condition, body, otherwise, elseKeyword, ...cursor.from(keyword) };
  }
  if (!closed || !cursor.at('else')) {
    const { line, start, endLine, end } = cursor.from(keyword);
    return { type: 'if', keyword, condition, body, line, start, endLine, end };
  }
  const elseKeyword = cursor.take();
  const otherwise = parseBody(cursor, context);
  return {
    type: 'if',
    keyword,
    condition,
    body,
    otherwise: otherwise.body,
    elseKeyword,
    ...cursor.from(keyword),
  };
}

/** Skips a `then`, which other languages have between the condition and the statement. */
function skipThen(cursor: Cursor): void {
  const then = cursor.peek();
  const next = cursor.peek(1);
  if (!cursor.at('then') || (next.kind === 'sign' && next.text !== '{')) return;
  cursor.report(
    'syntax-error',
    then,
    'Unexpected `then`: the statement or block follows the condition directly.',
    {
      fix: { title: 'Remove then', text: '', span: then },
    },
  );
  cursor.take();
}

function parseWhile(cursor: Cursor, context: StatementContext): Statement {
  const keyword = cursor.take();
  const condition = parenthesised(cursor, context);
  const { body } = parseBody(cursor, { ...context, inLoop: true });
  return { type: 'while', keyword, condition, body, ...cursor.from(keyword) };
}

/** The condition in its parentheses; errors in it are reported and skipped. */
function parenthesised(cursor: Cursor, context: StatementContext): Expression | undefined {
  const open = cursor.peek();
  if (!cursor.at('(')) {
    // Before 3.1 the parentheses were part of the condition, so they were optional.
    if (open.kind === 'variable' || open.kind === 'word') {
      cursor.report('syntax-error', open, 'The condition needs parentheses.', { since: '3.1' });
      return parseCondition(cursor, context.depth);
    }
    unexpected(cursor, 'a condition in parentheses is expected');
    skipCondition(cursor);
    return undefined;
  }
  cursor.take();
  const before = cursor.lexed.tokens.length;
  const mark = cursor.problems.length;
  const condition = parseCondition(cursor, context.depth);
  if (condition !== undefined) {
    if (cursor.takeIf(')') !== undefined) return condition;
    unexpected(cursor, 'an operator or the `)` of the condition is expected', insertingParenthesis(cursor));
  }
  const isRepaired = repairString(cursor, before, mark);
  if (!isRepaired && condition !== undefined && startsBody(cursor.peek())) return condition;
  skipCondition(cursor);
  return condition;
}

function startsBody(token: Token): boolean {
  return (token.kind === 'sign' && (token.text === '{' || token.text === ';')) || token.kind === 'word';
}

/** Skips past the `)` of a condition, or to the brace or statement that follows if there is no `)`. */
function skipCondition(cursor: Cursor): void {
  let depth = 0;
  for (;;) {
    const token = cursor.peek();
    if (token.kind === 'end' || token.kind === 'include' || startsItem(cursor)) return;
    if (token.kind === 'sign') {
      if (token.text === '{' || token.text === '}' || token.text === ';') return;
      if (token.text === '(') depth++;
      if (token.text === ')') {
        if (depth === 0) {
          cursor.take();
          if (
            !cursor.at(')') &&
            !cursor.at('and') &&
            !cursor.at('or') &&
            !cursor.at('&&') &&
            !cursor.at('||')
          )
            return;
          continue;
        }
        depth--;
      }
    } else if (token.kind === 'word' && statementKeywords.has(token.text)) return;
    takeSkipped(cursor);
  }
}

/** One statement, or statements in braces. */
function parseBody(
  cursor: Cursor,
  context: StatementContext,
): { readonly body: readonly Statement[]; readonly closed: boolean } {
  const inner: StatementContext = { inLoop: context.inLoop, depth: context.depth + 1 };
  if (!cursor.at('{')) {
    const token = cursor.peek();
    if (token.kind === 'end' || (token.kind === 'sign' && token.text === '}') || startsItem(cursor)) {
      unexpected(cursor, 'a statement is expected');
      return { body: [], closed: false };
    }
    if (context.depth > depthLimit) return skipBraces(cursor);
    const before = cursor.lexed.tokens.length;
    const mark = cursor.problems.length;
    const statement = parseStatement(cursor, inner);
    if (statement === undefined) recover(cursor, before, mark);
    return { body: statement === undefined ? [] : [statement], closed: true };
  }
  if (context.depth > depthLimit) return skipBraces(cursor);
  const open = cursor.take();
  const body = parseStatements(cursor, inner);
  if (cursor.takeIf('}') !== undefined) return { body, closed: true };
  unclosed(cursor, open);
  return { body, closed: false };
}

/** Reports once, at the end of the file or at the next item, that a block is still open. */
function unclosed(cursor: Cursor, open: Token): void {
  const token = cursor.peek();
  const reported = cursor.problems.at(-1);
  if (reported !== undefined && reported.span === token) return;
  cursor.report(
    'syntax-error',
    token,
    token.kind === 'end'
      ? 'The file ends, but a `}` is missing: a block is still open.'
      : `\`${token.text}\` is not allowed inside a block: a \`}\` is missing before it, for the block that \`${open.text}\` opened.`,
  );
}

function skipBraces(cursor: Cursor): { readonly body: readonly Statement[]; readonly closed: boolean } {
  cursor.report('too-deep', cursor.peek(), 'Blocks are nested too deep here for SIP Workbench to check.');
  let depth = 0;
  for (;;) {
    const token = cursor.peek();
    if (token.kind === 'end') return { body: [], closed: false };
    if (token.kind === 'sign' && token.text === '{') depth++;
    if (token.kind === 'sign' && token.text === '}') {
      if (depth <= 1) {
        if (depth === 1) cursor.take();
        return { body: [], closed: true };
      }
      depth--;
    }
    cursor.take();
  }
}

function parseFor(cursor: Cursor, context: StatementContext): Statement | undefined {
  const keyword = cursor.take();
  if (cursor.takeIf('(') === undefined) return unexpected(cursor, '`for` must be followed by `(`');
  let iterator: Token | undefined;
  let list: Token | undefined;
  const variable = cursor.peek();
  if (variable.kind === 'variable') {
    iterator = cursor.take();
    if (cursor.takeIf('in') === undefined) unexpected(cursor, '`in` is expected');
    else if (cursor.peek().kind === 'variable') {
      list = cursor.take();
      if (!cursor.at(')')) unexpected(cursor, 'the `)` of for is expected');
    } else unexpected(cursor, '`for` iterates over the values of one variable, such as `$(avp(x)[*])`');
  } else unexpected(cursor, '`for` needs a variable such as `$var(i)`');
  skipCondition(cursor);
  const { body } = parseBody(cursor, { ...context, inLoop: true });
  return { type: 'for', keyword, iterator, list, body, ...cursor.from(keyword) };
}

function parseSwitch(cursor: Cursor, context: StatementContext): Statement | undefined {
  const keyword = cursor.take();
  if (cursor.takeIf('(') === undefined) return unexpected(cursor, '`switch` must be followed by `(`');
  let subject: Token | undefined;
  if (cursor.peek().kind === 'variable') {
    subject = cursor.take();
    if (!cursor.at(')')) unexpected(cursor, 'the `)` of switch is expected');
  } else unexpected(cursor, '`switch` needs exactly one variable');
  skipCondition(cursor);
  if (!cursor.at('{')) return unexpected(cursor, '`{` and the cases are expected');
  if (context.depth > depthLimit) {
    skipBraces(cursor);
    return { type: 'switch', keyword, subject, cases: [], ...cursor.from(keyword) };
  }
  const open = cursor.take();
  const cases = parseCases(cursor, { ...context, inLoop: true });
  if (cursor.takeIf('}') === undefined) unclosed(cursor, open);
  return { type: 'switch', keyword, subject, cases, ...cursor.from(keyword) };
}

function parseCases(cursor: Cursor, context: StatementContext): Case[] {
  const cases: Case[] = [];
  const inner: StatementContext = { inLoop: true, inSwitch: true, depth: context.depth + 1 };
  let afterDefault = false;
  for (;;) {
    const keyword = cursor.peek();
    const isCase = keyword.kind === 'word' && (keyword.text === 'case' || keyword.text === 'default');
    if (!isCase) {
      if (keyword.kind === 'sign' && keyword.text === '}') {
        if (cases.length === 0 || cases.every(one => one.keyword.text === 'default'))
          unexpected(cursor, 'a switch needs at least one `case`');
        return cases;
      }
      if (keyword.kind === 'end' || startsItem(cursor)) return cases;
      unexpected(cursor, '`case`, `default` or `}` is expected');
      parseStatements(cursor, inner);
      continue;
    }
    if (afterDefault) unexpected(cursor, '`default` must be the last case');
    else if (keyword.text === 'default' && cases.length === 0)
      unexpected(cursor, 'a switch needs at least one `case` before `default`');
    cursor.take();
    afterDefault ||= keyword.text === 'default';
    let label: Token | undefined;
    let number: number | undefined;
    if (keyword.text === 'case') {
      if (cursor.peek().kind === 'string') label = cursor.take();
      else {
        const signed = parseSigned(cursor);
        label = signed?.token;
        number = signed?.number;
      }
      if (label === undefined) {
        unexpected(cursor, 'the value of a case must be a number or a string');
        if (!cursor.at(':')) cursor.take();
      }
    }
    if (cursor.at(',') || cursor.at('|')) skipFurtherValues(cursor);
    if (cursor.takeIf(':') === undefined) unexpected(cursor, '`:` is expected after the case');
    const body = parseStatements(cursor, inner);
    cases.push({
      keyword,
      ...(label === undefined ? {} : { label }),
      ...(number === undefined ? {} : { number }),
      body,
      ...cursor.from(keyword),
    });
  }
}

/** Reports and skips values after the first one, as in `case "INVITE", "ACK":`. */
function skipFurtherValues(cursor: Cursor): void {
  unexpected(cursor, 'a `case` has one value. Write a `case` for each');
  while (cursor.takeIf(',') !== undefined || cursor.takeIf('|') !== undefined) {
    if (cursor.peek().kind === 'string') cursor.take();
    else parseSigned(cursor);
  }
}
