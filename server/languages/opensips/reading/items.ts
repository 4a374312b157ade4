import { type GlobalFacts, globalFacts } from '../facts/facts.ts';
import { keywordSince, topLevelKeywords } from '../facts/reserved.ts';
import { type Global, type Item, type ModuleParameter, type Route, routeKinds } from '../syntax/syntax.ts';
import { isNumber, type Token } from '../syntax/token.ts';
import { reportReserved, routeName } from './calls.ts';
import type { Cursor } from './cursor.ts';
import { parseAddress, parseSigned, unexpected } from './expressions.ts';
import { parseHost, parseSocket, transportOf } from './sockets.ts';
import { parseStatements, repairString, takeSkipped, takeString } from './statements.ts';

/** One top-level item; the next token is not the end of the file. */
export function parseItem(cursor: Cursor): Item {
  const token = cursor.peek();
  if (token.kind === 'include') {
    cursor.take();
    return { type: 'include', path: token, ...cursor.from(token) };
  }
  if (token.kind === 'word') {
    if (Object.hasOwn(routeKinds, token.text) && !nextIs(cursor, '(')) return parseRoute(cursor);
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
        : 'at the top of the file stand global parameters, `loadmodule`, `modparam` and route blocks',
    );
  cursor.take();
  skipToItem(cursor);
  return { type: 'unknown', first: token, ...cursor.from(token) };
}

function nextIs(cursor: Cursor, text: string): boolean {
  const next = cursor.peek(1);
  return next.kind === 'sign' && next.text === text;
}

/** Skips to the next token that can start an item at the beginning of a line. */
function skipToItem(cursor: Cursor): void {
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
  let number: number | undefined;
  const value: Token[] = [];
  const done = (): boolean => {
    if (cursor.takeIf('(') === undefined) return expected(cursor, 'the `(` of modparam is expected');
    if (cursor.peek().kind !== 'string') return expected(cursor, 'the module in quotes is expected');
    module = cursor.take();
    if (cursor.takeIf(',') === undefined) return expected(cursor, 'a comma is expected');
    if (cursor.peek().kind !== 'string') return expected(cursor, 'the parameter in quotes is expected');
    name = cursor.take();
    if (cursor.takeIf(',') === undefined) return expected(cursor, 'a comma is expected');
    if (cursor.peek().kind === 'string') {
      value.push(cursor.take());
      while (cursor.peek().kind === 'string') {
        const more = cursor.take();
        cursor.report('old-syntax', more, 'A value in several strings is joined only since 3.4.', {
          until: '3.4',
        });
        value.push(more);
      }
    } else {
      const signed = parseSigned(cursor);
      if (signed === undefined) return expected(cursor, 'the value is a string in quotes or a number');
      value.push(signed.token);
      number = signed.number;
    }
    if (cursor.takeIf(')') !== undefined) return true;
    const last = cursor.previous();
    const next = cursor.peek();
    if (last !== undefined && next.line > last.endLine && next.kind !== 'string') {
      cursor.report('syntax-error', next, 'The `)` of the modparam before this line is missing.', {
        fix: {
          title: 'Insert )',
          text: ')',
          span: { line: last.endLine, start: last.end, endLine: last.endLine, end: last.end },
        },
      });
      return true;
    }
    return expected(cursor, 'the `)` of modparam is expected');
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
    value,
    ...(number === undefined ? {} : { number }),
    ...cursor.from(keyword),
  };
}

function expected(cursor: Cursor, what: string): false {
  unexpected(cursor, what);
  return false;
}

/** Nothing at top level ends with a `;`. */
function takeStraySemicolon(cursor: Cursor, after: string): void {
  const token = cursor.peek();
  const last = cursor.previous();
  if (!cursor.at(';') || last === undefined || token.line !== last.endLine) return;
  cursor.report(
    'syntax-error',
    token,
    `No \`;\` stands behind ${after}: only statements inside a route end with one.`,
    {
      fix: { title: 'Remove ;', text: '', span: token },
    },
  );
  cursor.take();
}

function parseRoute(cursor: Cursor): Route {
  const keyword = cursor.take();
  const kind = keyword.text;
  const named =
    kind === 'failure_route' || kind === 'branch_route' || kind === 'timer_route' || kind === 'event_route';
  const nameless = kind === 'error_route' || kind === 'local_route' || kind === 'startup_route';
  let name: Token | undefined;
  let interval: Token | undefined;
  const header = (): boolean => {
    if (cursor.at('[') && !nameless) {
      cursor.take();
      const argument = routeName(cursor);
      if (argument === undefined) return false;
      name = argument.token;
      if (kind === 'timer_route') {
        if (cursor.takeIf(',') === undefined)
          return expected(cursor, 'the interval in seconds is missing: `timer_route[name, 30]`');
        if (!isNumber(cursor.peek())) return expected(cursor, 'the interval is a number of seconds');
        interval = cursor.take();
      }
      if (kind === 'event_route' && cursor.at(',')) {
        cursor.take();
        const mode = cursor.peek();
        if (mode.kind === 'word' && (mode.text === 'sync' || mode.text === 'async')) {
          cursor.report('old-syntax', mode, '`sync` and `async` behind the event were removed in 3.0.', {
            since: '3.0',
          });
          cursor.take();
        } else return expected(cursor, '`]` is expected');
      }
      if (cursor.takeIf(']') === undefined) return expected(cursor, '`]` is expected behind the name');
    } else if (named) return expected(cursor, `\`${kind}\` needs a name in square brackets`);
    if (!cursor.at('{'))
      return expected(cursor, nameless && cursor.at('[') ? `\`${kind}\` takes no name` : '`{` is expected');
    return true;
  };
  const good = header();
  if (!good) {
    while (!cursor.at('{')) {
      const token = cursor.peek();
      if (token.kind === 'end' || token.kind === 'include' || topLevelKeywords.has(token.text))
        return route({ keyword, name, interval, good, body: [] }, cursor);
      if (token.kind === 'sign' && (token.text === ';' || token.text === '}')) break;
      cursor.take();
    }
    if (!cursor.at('{')) {
      skipToItem(cursor);
      return route({ keyword, name, interval, good, body: [] }, cursor);
    }
  }
  const open = cursor.take();
  const body = parseStatements(cursor, { inLoop: false, depth: 0 });
  const close = cursor.peek();
  if (close.kind === 'sign' && close.text === '}') {
    if (body.length === 0 && !cursor.problems.some(problem => problem.span.line >= open.line))
      cursor.report(
        'syntax-error',
        close,
        'A route block without any statement is refused: a lone `;` is enough.',
        {
          fix: {
            title: 'Insert ;',
            text: ';',
            span: { line: close.line, start: close.start, endLine: close.line, end: close.start },
          },
        },
      );
    cursor.take();
    return route({ keyword, name, interval, good, open, close, body }, cursor);
  }
  const reported = cursor.problems.at(-1);
  if (reported === undefined || reported.span !== close) {
    cursor.report(
      'syntax-error',
      close,
      close.kind === 'end'
        ? `The file ends inside this ${kind}: a \`}\` is missing.`
        : `\`${close.text}\` cannot stand inside a route block: a \`}\` is missing before it.`,
    );
  }
  return route({ keyword, name, interval, good, open, body }, cursor);
}

function route(
  parts: {
    readonly keyword: Token;
    readonly name: Token | undefined;
    readonly interval: Token | undefined;
    readonly good: boolean;
    readonly open?: Token;
    readonly close?: Token;
    readonly body: Route['body'];
  },
  cursor: Cursor,
): Route {
  const { keyword, name, interval, good, open, close, body } = parts;
  return {
    type: 'route',
    keyword,
    body,
    ...(name === undefined ? {} : { name }),
    ...(interval === undefined ? {} : { interval }),
    ...(open === undefined ? {} : { open }),
    ...(close === undefined ? {} : { close }),
    ...(good ? {} : { isMisread: true }),
    ...cursor.from(keyword),
  };
}

function parseGlobal(cursor: Cursor): Global {
  const name = cursor.take();
  const first = cursor.lexed.tokens.length;
  const mark = cursor.problems.length;
  let number: number | undefined;
  let socket: Global['socket'];
  const values: Token[] = [];
  if (cursor.takeIf('=') === undefined) {
    unexpected(cursor, `\`${name.text}\` is set with \`=\``);
    skipToItem(cursor);
    return { type: 'global', name, values, ...cursor.from(name) };
  }
  const facts = globalFacts(name.text);
  const take = (token: Token): true => {
    values.push(token);
    return true;
  };
  const value = (): boolean => {
    const token = cursor.peek();
    const type = facts?.type ?? 'unknown';
    if (type === 'socket') {
      socket = parseSocket(cursor);
      return socket !== undefined;
    }
    if (type === 'int' || type === 'bool') {
      if (!isNumber(token)) return expected(cursor, numberExpected(facts));
      if (token.text === 'on' && token.spaced === true)
        cursor.report(
          'syntax-error',
          token,
          'With spaces on both sides the lexer takes `on` for a part of an auto-scaling profile.',
          { since: '3.0', fix: { title: 'Write yes', text: 'yes', span: token } },
        );
      number = parseSigned(cursor)?.number;
      take(token);
      if (facts?.option !== undefined && cursor.at('use_auto_scaling_profile')) {
        cursor.take();
        const profile = cursor.peek();
        if (profile.kind !== 'word') return expected(cursor, 'the name of the profile is expected');
        take(cursor.take());
      }
      return true;
    }
    if (type === 'int (signed)') {
      const signed = parseSigned(cursor);
      if (signed === undefined) return expected(cursor, numberExpected(facts));
      number = signed.number;
      return take(signed.token);
    }
    if (type === 'host') return parseHost(cursor) !== undefined && take(token);
    if (type === 'host list') return parseAliases(cursor, values);
    if (type === 'blacklist') return take(token) && parseBlacklist(cursor);
    if (type === 'memory group') return parseMemoryGroup(cursor);
    if (type === 'auto-scaling profile') return parseScalingProfile(cursor);
    if (type === 'string list (colon separated)') {
      if (token.kind !== 'string') return expected(cursor, 'a directory in quotes is expected');
      take(takeString(cursor));
      while (cursor.at(':')) {
        const colon = cursor.take();
        cursor.report('old-syntax', colon, 'Several directories can be given only since 4.0.', {
          until: '4.0',
        });
        if (cursor.peek().kind !== 'string') return expected(cursor, 'a directory in quotes is expected');
        take(cursor.take());
      }
      return true;
    }
    const takesString = type.includes('string') || type === 'unknown';
    const takesWord = type.includes('id') || type === 'unknown' || type.includes('|');
    const takesNumber = type.startsWith('int') || type === 'unknown';
    if (takesString && token.kind === 'string') return take(takeString(cursor));
    if (takesNumber && isNumber(token)) {
      number = parseSigned(cursor)?.number;
      return take(token);
    }
    if (takesWord && token.kind === 'word' && !isNumber(token)) {
      reportReserved(cursor, token);
      return take(cursor.take());
    }
    if (type === 'unknown') {
      skipToItem(cursor);
      return true;
    }
    return expected(
      cursor,
      takesWord && takesString
        ? 'a string or a word is expected'
        : takesWord
          ? 'a word is expected'
          : 'a string in quotes is expected',
    );
  };
  if (!value()) {
    repairString(cursor, first, mark);
    const wrong = cursor.peek();
    if (wrong.line === name.line && wrong.kind !== 'end') cursor.take();
    skipToItem(cursor);
  }
  takeStraySemicolon(cursor, 'a global parameter');
  return {
    type: 'global',
    name,
    values,
    ...(number === undefined ? {} : { number }),
    ...(socket === undefined ? {} : { socket }),
    ...cursor.from(name),
  };
}

function numberExpected(facts: GlobalFacts | undefined): string {
  return facts?.type === 'bool' ? '`yes`, `no` or a number is expected' : 'a number is expected';
}

/** `alias=` takes any number of `[proto:]host[:port]`, without commas. */
function parseAliases(cursor: Cursor, values: Token[]): boolean {
  do {
    const token = cursor.peek();
    if (token.kind === 'number') {
      unexpected(cursor, 'an alias is a host name, or `proto:host:port`');
      cursor.take();
      return true;
    }
    const named = token.kind === 'word' && nextIs(cursor, ':');
    if (named) {
      cursor.take();
      cursor.take();
      if (token.text !== 'any' && transportOf(token.text) === undefined)
        cursor.report('syntax-error', token, `\`${token.text}\` is not a transport.`, { since: '2.1' });
    }
    const host = cursor.peek();
    if (parseHost(cursor) === undefined) return false;
    values.push(host);
    const colon = cursor.takeIf(':');
    if (colon !== undefined) {
      if (!named)
        cursor.report(
          'old-syntax',
          colon,
          'A port stands only behind `proto:host`; the protocol may be `any`.',
          { since: '2.1' },
        );
      if (!isNumber(cursor.peek()) && !cursor.at('any')) return expected(cursor, 'a port number is expected');
      cursor.take();
    }
    if (cursor.at('accept_subdomain') || cursor.at('ACCEPT_SUBDOMAIN')) cursor.take();
  } while (anotherAlias(cursor));
  return true;
}

function anotherAlias(cursor: Cursor): boolean {
  const token = cursor.peek();
  if (token.kind === 'ip' || token.kind === 'string') return true;
  const last = cursor.previous();
  if (token.kind !== 'word' || isNumber(token) || last === undefined) return false;
  const next = cursor.peek(1);
  if (next.kind === 'sign' && next.text === '=') return false;
  return (
    token.line === last.endLine &&
    keywordSince(token.text) === undefined &&
    globalFacts(token.text) === undefined
  );
}

/** `dst_blacklist=name[/flags][:{ rules }]`. */
function parseBlacklist(cursor: Cursor): boolean {
  const name = cursor.peek();
  if (name.kind !== 'word' || isNumber(name)) return expected(cursor, 'the name of the list is expected');
  cursor.take();
  if (cursor.takeIf('/') !== undefined) {
    do {
      const flag = cursor.peek();
      if (flag.kind !== 'word') return expected(cursor, 'a flag is expected');
      cursor.take();
    } while (cursor.takeIf(',') !== undefined);
  }
  if (cursor.takeIf(':') === undefined) return true;
  if (cursor.takeIf('{') === undefined) return expected(cursor, '`{` is expected');
  if (cursor.takeIf('}') !== undefined) return true;
  do {
    cursor.takeIf('!') ?? cursor.takeIf('not');
    if (parseAddress(cursor) !== undefined) continue;
    if (cursor.takeIf('(') === undefined)
      return expected(cursor, 'a rule in parentheses or an address is expected');
    if (!parseBlacklistRule(cursor)) return false;
  } while (cursor.takeIf(',') !== undefined);
  return cursor.takeIf('}') !== undefined || expected(cursor, 'a comma or `}` is expected');
}

/** `[proto,] address[/mask] [, port [, "text"]]` behind its `(`; the text stands only behind protocol and port. */
function parseBlacklistRule(cursor: Cursor): boolean {
  const first = cursor.peek();
  const hasProtocol = first.kind === 'word';
  if (hasProtocol) {
    cursor.take();
    if (first.text !== 'any' && transportOf(first.text) === undefined)
      cursor.report('syntax-error', first, `\`${first.text}\` is not a transport.`, { since: '2.1' });
    if (cursor.takeIf(',') === undefined) return expected(cursor, 'a comma behind the protocol is expected');
  }
  if (parseAddress(cursor) === undefined)
    return expected(
      cursor,
      hasProtocol ? 'an address or a network is expected' : 'a protocol, an address or a network is expected',
    );
  if (cursor.takeIf(',') !== undefined) {
    if (!isNumber(cursor.peek()) && !cursor.at('any')) return expected(cursor, 'a port or `any` is expected');
    cursor.take();
    if (hasProtocol && cursor.takeIf(',') !== undefined) {
      if (cursor.peek().kind !== 'string') return expected(cursor, 'a text in quotes is expected');
      cursor.take();
    }
  }
  return cursor.takeIf(')') !== undefined || expected(cursor, 'the `)` of the rule is expected');
}

function parseMemoryGroup(cursor: Cursor): boolean {
  if (cursor.peek().kind !== 'string') return expected(cursor, 'the name of the group in quotes is expected');
  cursor.take();
  if (cursor.takeIf(':') === undefined) return expected(cursor, '`:` is expected');
  if (cursor.peek().kind !== 'string') return expected(cursor, 'a module in quotes is expected');
  while (cursor.peek().kind === 'string') cursor.take();
  return true;
}

/** `name scale up to 6 on 70% for 4 cycles within 5 scale down to 2 on 18% for 10 cycles`. */
function parseScalingProfile(cursor: Cursor): boolean {
  const steps: readonly (readonly string[])[] = [
    ['name'],
    ['scale', 'up', 'to', '#', 'on', '#', '%', 'for', '#', 'cycles'],
  ];
  for (const step of steps) {
    for (const part of step) if (!takePart(cursor, part)) return false;
  }
  if (cursor.at('within')) {
    cursor.take();
    if (!takePart(cursor, '#')) return false;
  }
  if (!/^scale$/i.test(cursor.peek().text)) return true;
  for (const part of ['scale', 'down', 'to', '#', 'on', '#', '%', 'for', '#', 'cycles'])
    if (!takePart(cursor, part)) return false;
  return true;
}

function takePart(cursor: Cursor, part: string): boolean {
  const token = cursor.peek();
  const fits =
    part === '#'
      ? token.kind === 'number'
      : part === 'name'
        ? token.kind === 'word'
        : token.text === part || token.text === part.toUpperCase();
  if (!fits)
    return expected(
      cursor,
      part === '#'
        ? 'a number is expected'
        : part === 'name'
          ? 'the name of the profile is expected'
          : `\`${part}\` is expected, as in \`name scale up to 6 on 70% for 4 cycles within 5\``,
    );
  cursor.take();
  return true;
}
