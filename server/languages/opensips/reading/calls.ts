import { trimmed } from '../../../text/longLists.ts';
import { keywordCommands, keywordFunctionsBefore31, keywordSince, reservedIn } from '../facts/reserved.ts';
import type { Argument, Call } from '../syntax/syntax.ts';
import type { Token } from '../syntax/token.ts';
import type { Cursor } from './cursor.ts';
// biome-ignore lint/suspicious/noImportCycles: the grammar itself is recursive: expressions contain calls, and calls contain statements and expressions.
import { isNull, parseCondition, parseSigned } from './expressions.ts';
import { unexpected } from './faults.ts';
import { insertingComma, insertingParenthesis, meantWord, quoting } from './repairs.ts';

/** The most arguments that are read; OpenSIPS allows even fewer. */
const argumentLimit = 64;
/** MAX_ACTION_ELEMS minus the name; the server refuses more when it starts. */
const routeParameterLimit = 8;

/** The grammar's `cmd`. The next token is a word. Undefined after a syntax error, which is reported. */
export function parseCall(cursor: Cursor): Call | undefined {
  const name = cursor.peek();
  const isKeyword = keywordCommands.has(name.text);
  if (!isKeyword && keywordSince(name.text) !== undefined && !cursorAtCall(cursor))
    return unexpected(cursor, 'a statement is expected here');
  cursor.take();
  if (name.text === 'route' && cursor.at('[')) return parseCallInBrackets(cursor, name);
  const wordsMayFollow = name.text === 'return' || name.text === 'exit' || name.text === 'drop';
  if (!cursor.at('(')) {
    if (name.text === 'return') return parseBareReturn(cursor, name);
    if (wordsMayFollow) return callOf(cursor, name, [], false);
    if (keywordFunctionsBefore31.has(name.text) && cursor.at(';')) {
      cursor.report('old-syntax', name, `\`${name.text}\` needs parentheses since 3.1.`, {
        since: '3.1',
        fix: { title: `Write ${name.text}()`, text: `${name.text}()`, span: name },
      });
      return callOf(cursor, name, [], false);
    }
    if (isKeyword) return unexpected(cursor, `\`${name.text}\` must be followed by \`(\``);
    return unexpected(
      cursor,
      `\`${name.text}\` is not a keyword, and a call needs parentheses`,
      meantWord(name, cursor.peek()),
    );
  }
  cursor.take();
  const args = argumentsOf(cursor, name);
  if (args === undefined) return undefined;
  if (cursor.takeIf(')') === undefined)
    return unexpected(
      cursor,
      cursor.peek().kind === 'sign' && cursor.peek().text === ';'
        ? `the \`)\` of ${name.text} is missing`
        : isArithmetic(cursor.peek())
          ? 'an argument is a single value. Write variables into the text itself, or assign the result to a variable first'
          : `a comma or the \`)\` of ${name.text} is expected`,
      cursor.peek().kind === 'sign' ? insertingParenthesis(cursor) : insertingComma(cursor),
    );
  return callOf(cursor, name, args, true);
}

/** A call that ends with the token taken last. */
function callOf(cursor: Cursor, name: Token, args: readonly Argument[], parentheses: boolean): Call {
  const { line, start, endLine, end } = cursor.from(name);
  return { type: 'call', name, args: trimmed(args), parentheses, line, start, endLine, end };
}

/** `route[name];`, which is how a route begins, in place of its call. */
function parseCallInBrackets(cursor: Cursor, name: Token): Call | undefined {
  cursor.take();
  const route = routeName(cursor);
  if (route === undefined || cursor.takeIf(']') === undefined) return undefined;
  const span = cursor.from(name);
  const text = `route(${route.token?.text ?? ''})`;
  cursor.report('syntax-error', span, `Brackets define a route. To call it, write \`${text}\`.`, {
    fix: { title: `Write ${text}`, text, span },
  });
  return { type: 'call', name, args: [route], parentheses: true, ...span };
}

function isArithmetic({ kind, text }: Token): boolean {
  return kind === 'sign' && /^[-+*/%.]$/.test(text);
}

function cursorAtCall(cursor: Cursor): boolean {
  const next = cursor.peek(1);
  return next.kind === 'sign' && next.text === '(';
}

function argumentsOf(cursor: Cursor, name: Token): Argument[] | undefined {
  switch (name.text) {
    case 'exit':
    case 'drop':
      return [];
    case 'assert':
      return assertArguments(cursor);
    case 'route':
      return routeArguments(cursor);
    case 'return':
      return returnArguments(cursor);
    case 'async':
    case 'launch':
      return asyncArguments(cursor, name.text);
    case 'xlog':
    case 'xdbg':
      return logArguments(cursor, name.text);
    case 'log':
    case 'error':
      return simpleLogArguments(cursor, name.text);
    default:
      return functionArguments(cursor, name);
  }
}

function parseBareReturn(cursor: Cursor, name: Token): Call {
  const next = cursor.peek();
  if (next.kind === 'variable') {
    const token = cursor.take();
    cursor.report('old-syntax', token, '`return` without parentheses accepts a variable only since 3.1.', {
      until: '3.1',
    });
    return callOf(cursor, name, [argument('variable', token)], false);
  }
  const number = parseSigned(cursor);
  return callOf(cursor, name, number === undefined ? [] : [numberArgument(number)], false);
}

/** Arguments of a function of core or a module: any of them may be left out. */
function functionArguments(cursor: Cursor, name: Token): Argument[] | undefined {
  const args: Argument[] = [];
  if (cursor.at(')')) return args;
  while (args.length < argumentLimit) {
    if (cursor.at(',')) args.push(omitted(cursor));
    else if (cursor.at(')')) {
      args.push(omitted(cursor));
      return args;
    } else {
      const value = functionArgument(cursor, name);
      if (value === undefined) return undefined;
      args.push(value);
    }
    if (cursor.takeIf(',') === undefined) return args;
  }
  return args;
}

function functionArgument(cursor: Cursor, name: Token): Argument | undefined {
  const token = cursor.peek();
  if (token.kind === 'string' || token.kind === 'variable') {
    cursor.take();
    return argument(token.kind, token);
  }
  const number = parseSigned(cursor);
  if (number !== undefined) return numberArgument(number);
  const isOldName = token.kind === 'word' || token.kind === 'ip';
  if (isOldName && keywordFunctionsBefore31.has(name.text)) {
    const next = cursor.peek(1);
    const simple = next.kind === 'sign' && (next.text === ')' || next.text === ',');
    const word = cursor.take();
    let written = word.text;
    let end = word;
    if (!simple) {
      while (!cursor.at(')') && !cursor.at(',') && !cursor.at(';') && cursor.peek().kind !== 'end') {
        const part = cursor.take();
        written += part.line === end.endLine && part.start === end.end ? part.text : ` ${part.text}`;
        end = part;
      }
    }
    const span = cursor.from(word);
    cursor.report('old-syntax', span, `${name.text} takes its argument in quotes since 3.1.`, {
      since: '3.1',
      ...(/["\s]/.test(written)
        ? {}
        : { fix: { title: `Put "${written}" in quotes`, text: `"${written}"`, span } }),
    });
    return { kind: 'name', token: word, ...span };
  }
  if (token.kind === 'word')
    return unexpected(
      cursor,
      'an argument is a string in quotes, a number or a variable',
      quoting(token, cursor.peek(1)),
    );
  return unexpected(cursor, 'an argument is expected: a string in quotes, a number or a variable');
}

function omitted(cursor: Cursor): Argument {
  const { line, start } = cursor.peek();
  return { kind: 'omitted', line, start, endLine: line, end: start };
}

function assertArguments(cursor: Cursor): Argument[] | undefined {
  const first = cursor.peek();
  const expression = parseCondition(cursor);
  if (expression === undefined) return undefined;
  const condition: Argument = { kind: 'expression', expression, ...cursor.from(first) };
  if (cursor.takeIf(',') === undefined) {
    cursor.report('old-syntax', condition, '`assert` with one argument exists only in newer versions.', {
      until: '3.6',
    });
    return [condition];
  }
  const text = stringArgument(cursor);
  return text === undefined ? undefined : [condition, text];
}

/** `route(name, ...)`: the name, then strings, numbers, variables and `NULL`. */
function routeArguments(cursor: Cursor): Argument[] | undefined {
  const token = cursor.peek();
  let name: Argument | undefined;
  if (token.kind === 'variable') {
    cursor.take();
    cursor.report('old-syntax', token, 'The name of a route can be a variable only since 3.1.', {
      until: '3.1',
    });
    name = argument('variable', token);
  } else name = routeName(cursor);
  if (name === undefined) return undefined;
  const args = [name];
  while (args.length < argumentLimit && cursor.takeIf(',') !== undefined) {
    const value = plainArgument(cursor);
    if (value === undefined) return undefined;
    args.push(value);
    if (args.length === routeParameterLimit + 2)
      cursor.report(
        'syntax-error',
        value,
        `\`route()\` takes at most ${routeParameterLimit} parameters after the name.`,
        { since: '3.0' },
      );
  }
  return args;
}

/** The name of a route: a word that is not a keyword, a number or a string. */
export function routeName(cursor: Cursor): Argument | undefined {
  const token = cursor.peek();
  if (token.kind === 'string') {
    cursor.take();
    return argument('string', token);
  }
  if (token.kind === 'number') {
    cursor.take();
    return argument('number', token);
  }
  if (token.kind === 'word') {
    cursor.take();
    reportReserved(cursor, token);
    return argument('name', token);
  }
  return unexpected(cursor, 'the name of a route is expected: a word, a number or a string');
}

/** Reports a name that is a keyword in some versions. */
export function reportReserved(cursor: Cursor, token: Token): void {
  const reserved = reservedIn(token.text);
  if (reserved === undefined) return;
  cursor.report('syntax-error', token, `\`${token.text}\` is a keyword, so it needs quotes as a name.`, {
    ...reserved,
    fix: { title: `Put "${token.text}" in quotes`, text: `"${token.text}"`, span: token },
  });
}

function plainArgument(cursor: Cursor): Argument | undefined {
  const token = cursor.peek();
  if (token.kind === 'string' || token.kind === 'variable') {
    cursor.take();
    return argument(token.kind, token);
  }
  if (isNull(token)) {
    cursor.take();
    return argument('null', token);
  }
  const number = parseSigned(cursor);
  if (number !== undefined) return numberArgument(number);
  return unexpected(cursor, 'a value is expected: a string in quotes, a number, a variable or `NULL`');
}

function returnArguments(cursor: Cursor): Argument[] | undefined {
  if (cursor.at(')')) return [];
  const args: Argument[] = [];
  if (cursor.at(',')) args.push(omitted(cursor));
  else {
    const token = cursor.peek();
    if (token.kind === 'variable') {
      cursor.take();
      args.push(argument('variable', token));
    } else {
      const number = parseSigned(cursor);
      if (number === undefined) return unexpected(cursor, '`return` takes a number or a variable');
      args.push(numberArgument(number));
    }
  }
  while (args.length < argumentLimit && cursor.at(',')) {
    const comma = cursor.take();
    const value = plainArgument(cursor);
    if (value === undefined) return undefined;
    if (args.length === 1)
      cursor.report(
        'old-syntax',
        { ...comma, ...at(value) },
        '`return` takes further values only since 3.6.',
        {
          until: '3.6',
        },
      );
    args.push(value);
  }
  return args;
}

function asyncArguments(cursor: Cursor, keyword: 'async' | 'launch'): Argument[] | undefined {
  const name = cursor.peek();
  if (name.kind !== 'word' || keywordSince(name.text) !== undefined)
    return unexpected(cursor, `the first argument of ${keyword} must be a function call`);
  const call = parseCall(cursor);
  if (call === undefined) return undefined;
  const args: Argument[] = [{ kind: 'call', call, ...at(call) }];
  if (keyword === 'launch' && cursor.at(')')) return args;
  if (cursor.takeIf(',') === undefined)
    return unexpected(
      cursor,
      keyword === 'async' ? 'the name of the resume route is missing' : 'a comma or `)` is expected',
    );
  const route = routeName(cursor);
  if (route === undefined) return undefined;
  args.push(route);
  if (cursor.takeIf(',') === undefined) return args;
  const token = cursor.peek();
  if (keyword === 'async') {
    const number = token.kind === 'sign' ? undefined : parseSigned(cursor);
    if (number === undefined)
      return unexpected(cursor, 'the time limit of async must be a number of seconds');
    cursor.report('old-syntax', number.token, 'A time limit for async exists only since 3.1.', {
      until: '3.1',
    });
    args.push(numberArgument(number));
    return args;
  }
  const text = stringArgument(cursor);
  if (text === undefined) return undefined;
  args.push(text);
  return args;
}

/** `xlog("text")`, `xlog("level", "text")`, `xdbg("text")`; the text may be several strings. */
function logArguments(cursor: Cursor, keyword: 'xlog' | 'xdbg'): Argument[] | undefined {
  const first = stringArgument(cursor);
  if (first === undefined) return undefined;
  const folded = foldedStrings(cursor);
  const text: Argument = folded.length === 0 ? first : { ...first, folded, ...cursor.from(first) };
  if (keyword === 'xdbg' || folded.length > 0 || cursor.takeIf(',') === undefined) return [text];
  const second = stringArgument(cursor);
  if (second === undefined) return undefined;
  const more = foldedStrings(cursor);
  return [text, more.length === 0 ? second : { ...second, folded: more, ...cursor.from(second) }];
}

function foldedStrings(cursor: Cursor): Token[] {
  const strings: Token[] = [];
  while (cursor.peek().kind === 'string') strings.push(cursor.take());
  return strings;
}

function simpleLogArguments(cursor: Cursor, keyword: 'log' | 'error'): Argument[] | undefined {
  const args: Argument[] = [];
  if (keyword === 'log') {
    const level = parseSigned(cursor);
    if (level !== undefined) {
      args.push(numberArgument(level));
      if (cursor.takeIf(',') === undefined) return unexpected(cursor, 'the log text is expected');
    }
  } else {
    const style = stringArgument(cursor);
    if (style === undefined) return undefined;
    args.push(style);
    if (cursor.takeIf(',') === undefined) return unexpected(cursor, 'error takes two strings');
  }
  const text = stringArgument(cursor);
  if (text === undefined) return undefined;
  args.push(text);
  return args;
}

function stringArgument(cursor: Cursor): Argument | undefined {
  const token = cursor.peek();
  if (token.kind !== 'string') return unexpected(cursor, 'a string in quotes is expected');
  cursor.take();
  return argument('string', token);
}

function argument(kind: Argument['kind'], token: Token): Argument {
  const { line, start, endLine, end } = token;
  return { kind, token, line, start, endLine, end };
}

function numberArgument({ token, number }: { readonly token: Token; readonly number: number }): Argument {
  const { line, start, endLine, end } = token;
  return { kind: 'number', token, number, line, start, endLine, end };
}

function at(span: { line: number; start: number; endLine: number; end: number }) {
  return { line: span.line, start: span.start, endLine: span.endLine, end: span.end };
}
