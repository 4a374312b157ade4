import { globalFacts } from '../facts/facts.ts';
import { kamailioRoutes } from '../facts/kamailio.ts';
import { topLevelKeywords } from '../facts/reserved.ts';
import { type Item, type ModuleParameter, type Route, routeKinds } from '../syntax/syntax.ts';
import { isNumber, type Token } from '../syntax/token.ts';
import { routeName } from './calls.ts';
import type { Cursor } from './cursor.ts';
import { parseSigned } from './expressions.ts';
import { expected, unexpected } from './faults.ts';
import { parseGlobal } from './globals.ts';
import { isMacro } from './habits.ts';
import { nextIs, repairString, skipToItem, takeStraySemicolon, takeString } from './recovery.ts';
import { insertingComma, meantItem, quoting } from './repairs.ts';
import { parseStatements } from './statements.ts';

/** One top-level item; the next token is not the end of the file. */
export function parseItem(cursor: Cursor): Item {
  const token = cursor.peek();
  if (token.kind === 'include') {
    cursor.take();
    return { type: 'include', path: token, ...cursor.from(token) };
  }
  if (token.kind === 'word') {
    if (Object.hasOwn(routeKinds, token.text) && !nextIs(cursor, '(')) return parseRoute(cursor);
    const meant = kamailioRoutes.get(token.text);
    if (meant !== undefined && !nextIs(cursor, '(') && !nextIs(cursor, '=')) {
      cursor.report(
        'syntax-error',
        token,
        `\`${token.text}\` is a route block of Kamailio: write \`${meant}\`.`,
        { fix: { title: `Write ${meant}`, text: meant, span: token } },
      );
      return parseRoute(cursor, meant);
    }
    if (token.text === 'loadmodule') return parseLoadModule(cursor);
    if (token.text === 'modparam') return parseModuleParameter(cursor);
    if (nextIs(cursor, '=') || globalFacts(token.text) !== undefined) return parseGlobal(cursor);
  }
  const reported = cursor.problems.findLast(
    problem => problem.since === undefined && problem.until === undefined,
  );
  if (reported === undefined || reported.span.endLine !== token.line)
    unexpected(
      cursor,
      token.kind === 'sign' && token.text === '}'
        ? 'no block is open'
        : isMacro(token, cursor.peek(1))
          ? 'this is a macro of m4. Let m4 write the script, and check what it writes'
          : 'only global parameters, `loadmodule`, `modparam` and route blocks can be at the top level',
      meantItem(token),
    );
  cursor.take();
  skipToItem(cursor);
  return { type: 'unknown', first: token, ...cursor.from(token) };
}

function parseLoadModule(cursor: Cursor): Item {
  const keyword = cursor.take();
  let path: Token | undefined;
  if (cursor.peek().kind === 'string') path = takeString(cursor);
  else {
    unexpected(cursor, 'the file of the module in quotes is expected');
    skipToItem(cursor);
  }
  takeStraySemicolon(cursor, keyword.text);
  return { type: 'loadmodule', keyword, path, ...cursor.from(keyword) };
}

function parseModuleParameter(cursor: Cursor): ModuleParameter {
  const keyword = cursor.take();
  const tokensBefore = cursor.lexed.tokens.length;
  const mark = cursor.problems.length;
  let module: Token | undefined;
  let name: Token | undefined;
  let value: ParameterValue = { tokens: [], number: undefined };
  const done = (): boolean => {
    if (cursor.takeIf('(') === undefined) return expected(cursor, 'the `(` of modparam is expected');
    if (cursor.peek().kind !== 'string') return expected(cursor, 'the module in quotes is expected');
    module = cursor.take();
    if (cursor.takeIf(',') === undefined)
      return expected(cursor, 'a comma is expected', insertingComma(cursor));
    if (cursor.peek().kind !== 'string') return expected(cursor, 'the parameter in quotes is expected');
    name = cursor.take();
    if (cursor.takeIf(',') === undefined)
      return expected(cursor, 'a comma is expected', insertingComma(cursor));
    value = parameterValue(cursor);
    if (value.tokens.length === 0)
      return expected(
        cursor,
        'the value must be a string in quotes or a number',
        quoting(cursor.peek(), cursor.peek(1)),
      );
    return endsParameter(cursor);
  };
  if (!done()) {
    repairString(cursor, tokensBefore, mark);
    skipToItem(cursor);
  }
  takeStraySemicolon(cursor, 'modparam');
  return {
    type: 'modparam',
    keyword,
    module,
    name,
    value: value.tokens,
    ...(value.number === undefined ? {} : { number: value.number }),
    ...cursor.from(keyword),
  };
}

interface ParameterValue {
  /** Empty when there is no value. */
  readonly tokens: readonly Token[];
  readonly number: number | undefined;
}

/** One string, several joined strings, or a number. */
function parameterValue(cursor: Cursor): ParameterValue {
  if (cursor.peek().kind !== 'string') {
    const signed = parseSigned(cursor);
    return signed === undefined
      ? { tokens: [], number: undefined }
      : { tokens: [signed.token], number: signed.number };
  }
  const tokens = [cursor.take()];
  while (cursor.peek().kind === 'string') {
    const more = cursor.take();
    cursor.report('old-syntax', more, 'Only since 3.4 can a value consist of several strings.', {
      until: '3.4',
    });
    tokens.push(more);
  }
  return { tokens, number: undefined };
}

/** Consumes the `)` of a modparam; where a new line begins without it, reading continues as if it were there. */
function endsParameter(cursor: Cursor): boolean {
  if (cursor.takeIf(')') !== undefined) return true;
  const last = cursor.previous();
  const next = cursor.peek();
  if (last === undefined || next.line <= last.endLine || next.kind === 'string')
    return expected(cursor, 'the `)` of modparam is expected');
  cursor.report('syntax-error', next, 'The `)` of the modparam before this line is missing.', {
    fix: {
      title: 'Insert )',
      text: ')',
      span: { line: last.endLine, start: last.end, endLine: last.endLine, end: last.end },
    },
  });
  return true;
}

function parseRoute(cursor: Cursor, meant?: string): Route {
  const written = cursor.take();
  const keyword = meant === undefined ? written : { ...written, text: meant };
  const head = parseRouteHead(cursor, keyword.text);
  if (!head.good && !skipToBody(cursor)) return route({ keyword, ...head, body: [] }, cursor);
  const open = cursor.take();
  const body = parseStatements(cursor, { inLoop: false, depth: 0 });
  const close = cursor.peek();
  if (close.kind === 'sign' && close.text === '}') {
    if (body.length === 0 && !cursor.problems.some(problem => problem.span.line >= open.line))
      cursor.report(
        'syntax-error',
        close,
        'OpenSIPS refuses an empty route block. A single `;` in it is enough.',
        {
          fix: {
            title: 'Insert ;',
            text: ';',
            span: { line: close.line, start: close.start, endLine: close.line, end: close.start },
          },
        },
      );
    cursor.take();
    return route({ keyword, ...head, body }, cursor);
  }
  const reported = cursor.problems.at(-1);
  if (reported === undefined || reported.span !== close) {
    cursor.report(
      'syntax-error',
      close,
      close.kind === 'end'
        ? `The file ends inside this ${keyword.text}: a \`}\` is missing.`
        : `\`${close.text}\` is not allowed inside a route block: a \`}\` is missing before it.`,
    );
  }
  return route({ keyword, ...head, body }, cursor);
}

interface RouteHead {
  readonly name: Token | undefined;
  readonly interval: Token | undefined;
  /** False when the head is malformed. */
  readonly good: boolean;
}

/** The name, interval and other text between the keyword of a route block and its `{`. */
function parseRouteHead(cursor: Cursor, kind: string): RouteHead {
  const named =
    kind === 'failure_route' || kind === 'branch_route' || kind === 'timer_route' || kind === 'event_route';
  const nameless = kind === 'error_route' || kind === 'local_route' || kind === 'startup_route';
  let name: Token | undefined;
  let interval: Token | undefined;
  const inBrackets = (): boolean => {
    cursor.take();
    const argument = routeName(cursor);
    if (argument === undefined) return false;
    name = argument.token;
    if (kind === 'timer_route') {
      if (cursor.takeIf(',') === undefined)
        return expected(cursor, 'the interval in seconds is missing: `timer_route[name, 30]`');
      if (!isNumber(cursor.peek())) return expected(cursor, 'the interval must be a number of seconds');
      interval = cursor.take();
    }
    if (kind === 'event_route' && cursor.takeIf(',') !== undefined) {
      const mode = cursor.peek();
      if (mode.kind !== 'word' || (mode.text !== 'sync' && mode.text !== 'async'))
        return expected(cursor, '`]` is expected');
      cursor.report('old-syntax', mode, '`sync` and `async` after the event were removed in 3.0.', {
        since: '3.0',
      });
      cursor.take();
    }
    return cursor.takeIf(']') !== undefined || expected(cursor, '`]` is expected after the name');
  };
  const head = (): boolean => {
    if (cursor.at('[') && !nameless) {
      if (!inBrackets()) return false;
    } else if (named) return expected(cursor, `\`${kind}\` needs a name in square brackets`);
    if (cursor.at('{')) return true;
    return expected(cursor, nameless && cursor.at('[') ? `\`${kind}\` takes no name` : '`{` is expected');
  };
  const good = head();
  return { name, interval, good };
}

/** After a malformed head: true when the `{` of the block comes next. */
function skipToBody(cursor: Cursor): boolean {
  while (!cursor.at('{')) {
    const token = cursor.peek();
    if (token.kind === 'end' || token.kind === 'include' || topLevelKeywords.has(token.text)) return false;
    if (token.kind === 'sign' && (token.text === ';' || token.text === '}')) break;
    cursor.take();
  }
  if (cursor.at('{')) return true;
  skipToItem(cursor);
  return false;
}

function route(
  parts: {
    readonly keyword: Token;
    readonly name: Token | undefined;
    readonly interval: Token | undefined;
    readonly good: boolean;
    readonly body: Route['body'];
  },
  cursor: Cursor,
): Route {
  const { keyword, name, interval, good, body } = parts;
  return {
    type: 'route',
    keyword,
    body,
    ...(name === undefined ? {} : { name }),
    ...(interval === undefined ? {} : { interval }),
    ...(good ? {} : { isMisread: true }),
    ...cursor.from(keyword),
  };
}
