import type { Comment, Span, Token, TokenKind } from '../syntax/token.ts';

/** What the lexer saw of a stretch of lines. */
export interface Lexed {
  readonly tokens: Token[];
  readonly comments: Comment[];
  /** Characters that begin no token; OpenSIPS silently drops them. */
  readonly strays: Span[];
  /** `include_file` lines inside comments and strings: OpenSIPS replaces lines before it knows of either. */
  readonly hiddenIncludes: Token[];
}

/** Reads tokens one by one from `first` on; positions count from that line. */
export interface Lexer {
  readonly lexed: Lexed;
  next(): Token;
  /** The furthest line, counted from `first`, that was looked at. */
  line(): number;
}

const includeLine = /^[ \t]*(?:include_file|import_file)\s*(?:"([^"\n]{2,})"|'([^'\n]{2,})')/;
const wordAt = /[a-zA-Z][a-zA-Z0-9_]*/y;
const hyphenWordAt =
  /(?:mem-group|read-only|(?:allow|send)[-_]proxy(?:[-_]protocol)?|(?:ALLOW|SEND)[-_]PROXY(?:[-_]PROTOCOL)?|proxy-protocol|PROXY-PROTOCOL)(?![a-zA-Z0-9_])/y;
const h = '[0-9a-fA-F]{1,4}';
const ipv6 = `(?:(?:${h}:){7}${h}|(?:${h}:){1,7}(?::${h}){1,7}|:(?::${h}){1,7}|(?:${h}:){1,7}:|::)`;
const number = '(?:0|[1-9][0-9]*)';
const ipv4 = `${number}\\.${number}\\.${number}\\.${number}`;
const ipAt = new RegExp(`(?:${ipv6}|${ipv4})(\\/(?:${ipv6}|${ipv4}|${number}))?`, 'y');
const numberAt = /0x[0-9a-fA-F]+|0[0-7]+|0|[1-9][0-9]*/y;
const signAt = /<<|>>|:=|\+=|-=|\/=|\*=|%=|&=|\|=|\^=|==|!=|=~|!~|<=|>=|&&|\|\||[=<>!&|^~+\-*/%;,:.(){}[\]]/y;
/** The words whose token holds the space behind them, so that it cannot be the space before the next of them. */
const blankKeywords = new Set([
  'as',
  'AS',
  'on',
  'ON',
  'tos',
  'TOS',
  'use_workers',
  'use_auto_scaling_profile',
]);
/** How many lines the parentheses of a variable may span. */
const variableLineLimit = 20;
/** What ends a variable outside parentheses: spaces, `;`, `,` and every operator, also those spelled as words. */
const variableEnd = /[\s;,=<>!&|^~+\-/*%]|and|or|not/y;

export function createLexer(lines: readonly string[], first: number, firstColumn = 0): Lexer {
  const lexed: Lexed = { tokens: [], comments: [], strays: [], hiddenIncludes: [] };
  let row = first;
  let text = lines[row] ?? '';
  let column = firstColumn;
  let eatenBlankAt = -1;
  let furthestRow = first;

  const span = (line: number, start: number): Span => ({ line, start, endLine: row - first, end: column });
  const token = (kind: TokenKind, line: number, start: number, written: string): Token => ({
    kind,
    text: written,
    line,
    start,
    endLine: row - first,
    end: column,
  });
  const nextLine = () => {
    row++;
    text = lines[row] ?? '';
    column = 0;
    eatenBlankAt = -1;
  };

  /** Steps to the next line inside a comment or a string, over lines that stand for other files. */
  const nextLineInside = () => {
    nextLine();
    let include = row < lines.length ? includeLine.exec(text) : null;
    while (include !== null) {
      column = withoutEol(text);
      lexed.hiddenIncludes.push(token('include', row - first, 0, include[1] ?? include[2] ?? ''));
      nextLine();
      include = row < lines.length ? includeLine.exec(text) : null;
    }
  };

  const blockComment = () => {
    const line = row - first;
    const start = column;
    const firstRow = row;
    let depth = 1;
    column += 2;
    while (row < lines.length) {
      const close = text.indexOf('*/', column);
      const open = text.indexOf('/*', column);
      if (open >= 0 && (close < 0 || open < close)) {
        depth++;
        column = open + 2;
      } else if (close >= 0) {
        depth--;
        column = close + 2;
        if (depth === 0) {
          lexed.comments.push({ ...span(line, start), text: written(lines, firstRow, start, row, column) });
          return;
        }
      } else nextLineInside();
    }
    lexed.comments.push({
      ...span(line, start),
      text: written(lines, firstRow, start, row, column),
      unclosed: true,
    });
  };

  const string = (quote: '"' | "'"): Token => {
    const line = row - first;
    const start = column;
    const firstRow = row;
    column++;
    while (row < lines.length) {
      while (column < text.length) {
        const character = text[column];
        if (character === quote) {
          column++;
          return token('string', line, start, written(lines, firstRow, start, row, column));
        }
        // `\x` followed by one digit of hexadecimal or octal never holds a quote, so two characters suffice.
        column += character === '\\' && quote === '"' && /["\\]/.test(text[column + 1] ?? '') ? 2 : 1;
      }
      nextLineInside();
    }
    return {
      ...token('string', line, start, written(lines, firstRow, start, row, column)),
      unclosed: true,
    };
  };

  const variable = (): Token => {
    const line = row - first;
    const start = column;
    const firstRow = row;
    const ends = (offset: number) => {
      variableEnd.lastIndex = offset;
      return variableEnd.test(text);
    };
    let depth = 0;
    column++;
    while (row < lines.length && row - firstRow < variableLineLimit) {
      while (column < text.length) {
        const character = text[column];
        if (character === '(') depth++;
        else if (character === ')') {
          if (depth <= 1) {
            if (depth === 1) column++;
            return token('variable', line, start, written(lines, firstRow, start, row, column));
          }
          depth--;
        } else if (depth === 0 && ends(column)) {
          return token('variable', line, start, written(lines, firstRow, start, row, column));
        }
        column++;
      }
      if (depth === 0) return token('variable', line, start, written(lines, firstRow, start, row, column));
      nextLine();
    }
    // The parenthesis is never closed: OpenSIPS swallows the rest of the file, here the variable ends in its line.
    furthestRow = Math.max(furthestRow, row);
    row = firstRow;
    text = lines[row] ?? '';
    column = start + 1;
    while (column < text.length && !ends(column)) column++;
    return {
      ...token('variable', line, start, text.slice(start, column)),
      unclosed: true,
    };
  };

  /** Behind the last line that is there: the server counts no further. */
  const end = (): Token => {
    const last = Math.max(first, lines.length - 1);
    const at = withoutEol(lines[last] ?? '');
    return { kind: 'end', text: '', line: last - first, start: at, endLine: last - first, end: at };
  };

  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = column;
    return pattern.exec(text)?.[0];
  };

  const scan = (): Token => {
    for (;;) {
      if (row >= lines.length) return end();
      if (column === 0) {
        const include = includeLine.exec(text);
        if (include !== null) {
          column = withoutEol(text);
          const found = token('include', row - first, 0, include[1] ?? include[2] ?? '');
          nextLine();
          return found;
        }
      }
      if (column >= text.length) {
        nextLine();
        continue;
      }
      const character = text[column] ?? '';
      switch (character) {
        case ' ':
        case '\t':
        case '\b':
        case '\r':
        case '\n':
          column++;
          continue;
        case '#': {
          const start = column;
          column = withoutEol(text);
          lexed.comments.push({ ...span(row - first, start), text: text.slice(start, column) });
          continue;
        }
        case '"':
          return string('"');
        case "'":
          return string("'");
        case '$':
          return variable();
        default:
      }
      if (character === '/' && text[column + 1] === '*') {
        blockComment();
        continue;
      }
      const line = row - first;
      const start = column;
      const ip = /[0-9a-fA-F:]/.test(character) ? match(ipAt) : undefined;
      const word = ip === undefined || ip === '::' ? (match(hyphenWordAt) ?? match(wordAt)) : match(wordAt);
      if (ip !== undefined && ip.length > (word?.length ?? 0)) {
        column += ip.length;
        return token(ip.includes('/') ? 'net' : 'ip', line, start, ip);
      }
      if (word !== undefined) {
        column += word.length;
        const found = token('word', line, start, word);
        if (!isBlank(text[column]) || !isBlank(text[start - 1]) || eatenBlankAt === start - 1) return found;
        if (blankKeywords.has(word)) eatenBlankAt = column;
        return { ...found, spaced: true };
      }
      const digits = match(numberAt);
      if (digits !== undefined) {
        column += digits.length;
        return token('number', line, start, digits);
      }
      const sign = match(signAt);
      if (sign !== undefined) {
        column += sign.length;
        return token('sign', line, start, sign);
      }
      column++;
      if (character !== '\\' || !/^\r?\n?$/.test(text.slice(column))) lexed.strays.push(span(line, start));
    }
  };

  return {
    lexed,
    next: () => {
      const found = scan();
      lexed.tokens.push(found);
      return found;
    },
    line: () => Math.max(row, furthestRow) - first,
  };
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\b' || character === '\r';
}

function withoutEol(line: string): number {
  let end = line.length;
  while (end > 0 && (line[end - 1] === '\n' || line[end - 1] === '\r')) end--;
  return end;
}

function written(lines: readonly string[], fromRow: number, from: number, toRow: number, to: number): string {
  if (fromRow === toRow) return (lines[fromRow] ?? '').slice(from, to);
  let text = (lines[fromRow] ?? '').slice(from);
  for (let row = fromRow + 1; row < toRow; row++) text += lines[row] ?? '';
  return text + (lines[toRow] ?? '').slice(0, to);
}
