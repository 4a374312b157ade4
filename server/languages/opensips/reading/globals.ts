import { type GlobalFacts, globalFacts } from '../facts/facts.ts';
import { keywordSince } from '../facts/reserved.ts';
import type { Global, HostName } from '../syntax/syntax.ts';
import { isNumber, numberValue, type Token } from '../syntax/token.ts';
import { reportReserved } from './calls.ts';
import type { Cursor } from './cursor.ts';
import { parseAddress, parseSigned } from './expressions.ts';
import { expected, unexpected } from './faults.ts';
import { nextIs, repairString, skipToItem, takeStraySemicolon, takeString } from './recovery.ts';
import { parseHost, parseSocket, transportOf } from './sockets.ts';

export function parseGlobal(cursor: Cursor): Global {
  const name = cursor.take();
  const first = cursor.lexed.tokens.length;
  const mark = cursor.problems.length;
  const found: Found = { values: [], number: undefined, socket: undefined, hosts: [] };
  if (cursor.takeIf('=') === undefined) {
    unexpected(cursor, `\`=\` is expected after \`${name.text}\``);
    skipToItem(cursor);
    return { type: 'global', name, values: found.values, ...cursor.from(name) };
  }
  if (!parseValue(cursor, globalFacts(name.text), found)) {
    repairString(cursor, first, mark);
    const wrong = cursor.peek();
    if (wrong.line === name.line && wrong.kind !== 'end') cursor.take();
    skipToItem(cursor);
  }
  takeStraySemicolon(cursor, 'a global parameter');
  const { values, number, socket, hosts } = found;
  return {
    type: 'global',
    name,
    values,
    ...(number === undefined ? {} : { number }),
    ...(socket === undefined ? {} : { socket }),
    ...(hosts.length === 0 ? {} : { hosts }),
    ...cursor.from(name),
  };
}

/** The part of a value that was read, even if an error follows. */
interface Found {
  readonly values: Token[];
  number: number | undefined;
  socket: Global['socket'];
  readonly hosts: HostName[];
}

function parseValue(cursor: Cursor, facts: GlobalFacts | undefined, found: Found): boolean {
  const token = cursor.peek();
  switch (facts?.type) {
    case 'socket':
      found.socket = parseSocket(cursor);
      return found.socket !== undefined;
    case 'int':
    case 'bool':
      return parseNumber(cursor, facts, found);
    case 'int (signed)': {
      const signed = parseSigned(cursor);
      if (signed === undefined) return expected(cursor, numberExpected(facts));
      found.number = signed.number;
      found.values.push(signed.token);
      return true;
    }
    case 'host':
      if (parseHost(cursor) === undefined) return false;
      found.values.push(token);
      return true;
    case 'host list':
      return parseAliases(cursor, found);
    case 'blacklist':
      found.values.push(token);
      return parseBlacklist(cursor);
    case 'memory group':
      return parseMemoryGroup(cursor);
    case 'auto-scaling profile':
      return parseScalingProfile(cursor);
    case 'string list (colon separated)':
      return parseDirectories(cursor, found.values);
    default:
      return parsePlainValue(cursor, facts?.type ?? 'unknown', found);
  }
}

function parseNumber(cursor: Cursor, facts: GlobalFacts, found: Found): boolean {
  const token = cursor.peek();
  if (!isNumber(token)) return expected(cursor, numberExpected(facts));
  if (token.text === 'on' && token.spaced === true)
    cursor.report(
      'syntax-error',
      token,
      'With spaces on both sides, the lexer reads `on` as part of an auto-scaling profile.',
      { since: '3.0', fix: { title: 'Write yes', text: 'yes', span: token } },
    );
  found.number = parseSigned(cursor)?.number;
  found.values.push(token);
  if (facts.option === undefined || !cursor.at('use_auto_scaling_profile')) return true;
  cursor.take();
  if (cursor.peek().kind !== 'word') return expected(cursor, 'the name of the profile is expected');
  found.values.push(cursor.take());
  return true;
}

function parseDirectories(cursor: Cursor, values: Token[]): boolean {
  if (cursor.peek().kind !== 'string') return expected(cursor, 'a directory in quotes is expected');
  values.push(takeString(cursor));
  while (cursor.at(':')) {
    const colon = cursor.take();
    cursor.report('old-syntax', colon, 'Several directories are allowed only since 4.0.', {
      until: '4.0',
    });
    if (cursor.peek().kind !== 'string') return expected(cursor, 'a directory in quotes is expected');
    values.push(cursor.take());
  }
  return true;
}

/** A string, word or number, depending on the type; anything for an unknown parameter. */
function parsePlainValue(cursor: Cursor, type: string, found: Found): boolean {
  const token = cursor.peek();
  const takesString = type.includes('string') || type === 'unknown';
  const takesWord = type.includes('id') || type === 'unknown' || type.includes('|');
  const takesNumber = type.startsWith('int') || type === 'unknown';
  if (takesString && token.kind === 'string') {
    found.values.push(takeString(cursor));
    return true;
  }
  if (takesNumber && isNumber(token)) {
    found.number = parseSigned(cursor)?.number;
    found.values.push(token);
    return true;
  }
  if (takesWord && token.kind === 'word' && !isNumber(token)) {
    reportReserved(cursor, token);
    found.values.push(cursor.take());
    return true;
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
}

function numberExpected(facts: GlobalFacts | undefined): string {
  return facts?.type === 'bool' ? '`yes`, `no` or a number is expected' : 'a number is expected';
}

/** `alias=` takes any number of `[proto:]host[:port]`, without commas. */
function parseAliases(cursor: Cursor, found: Found): boolean {
  do {
    const token = cursor.peek();
    if (token.kind === 'number') {
      unexpected(cursor, 'an alias must be a host name or `proto:host:port`');
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
    const first = cursor.peek();
    const host = parseHost(cursor);
    if (host === undefined) return false;
    found.values.push(first);
    let port: number | undefined;
    const colon = cursor.takeIf(':');
    if (colon !== undefined) {
      if (!named)
        cursor.report(
          'old-syntax',
          colon,
          'A port can only follow `proto:host`; the protocol may be `any`.',
          { since: '2.1' },
        );
      if (!isNumber(cursor.peek()) && !cursor.at('any')) return expected(cursor, 'a port number is expected');
      port = numberValue(cursor.take());
    }
    found.hosts.push({ protocol: named ? token.text.toLowerCase() : undefined, host, port });
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

/** `[proto,] address[/mask] [, port [, "text"]]` after its `(`; the text may only follow protocol and port. */
function parseBlacklistRule(cursor: Cursor): boolean {
  const first = cursor.peek();
  const hasProtocol = first.kind === 'word';
  if (hasProtocol) {
    cursor.take();
    if (first.text !== 'any' && transportOf(first.text) === undefined)
      cursor.report('syntax-error', first, `\`${first.text}\` is not a transport.`, { since: '2.1' });
    if (cursor.takeIf(',') === undefined) return expected(cursor, 'a comma after the protocol is expected');
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
