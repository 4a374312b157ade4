import { asciiIn } from '../../../text/ascii.ts';
import { keptText } from '../../../text/remembered.ts';
import type { Comment, Span, Token, TokenKind } from '../syntax/token.ts';

/** What the lexer found in a range of lines. */
export interface Lexed {
  readonly tokens: Token[];
  readonly comments: Comment[];
  /** Characters that cannot begin a token; OpenSIPS silently ignores them. */
  readonly strays: Span[];
  /** `include_file` lines inside comments and strings: OpenSIPS replaces lines before it reads either. */
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
const doubleQuoteOrEscape = /["\\]/g;
const singleQuoteOrEscape = /['\\]/g;
/** The words whose token includes the space after them, so it cannot be the space before the next such word. */
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
/** What ends a variable outside parentheses: spaces, `;`, `,` and every operator, including those spelled as words. */
const variableEnd = /[\s;,=<>!&|^~+\-/*%]|and|or|not/y;
/** Whether `variableEnd` may begin with an ASCII character, by its code. */
const mayEndVariable = asciiIn(/[\s;,=<>!&|^~+\-/*%aon]/);
const isLetter = asciiIn(/[a-zA-Z]/);
const isWordPart = asciiIn(/\w/);

/** V8 copies the characters of parts of a text that are shorter than this. */
const shortText = 13;

export function createLexer(lines: readonly string[], first: number, firstColumn = 0): Lexer {
  return new Scanner(lines, first, firstColumn);
}

/** The position of the lexer, and what it has found. */
class Scanner implements Lexer {
  readonly lexed: Lexed = { tokens: [], comments: [], strays: [], hiddenIncludes: [] };
  private readonly lines: readonly string[];
  private readonly first: number;
  private row: number;
  private text: string;
  private column: number;
  private eatenBlankAt = -1;
  private furthestRow: number;
  /** Parentheses of a line that are not closed within the limit. */
  private unclosed: { readonly row: number; readonly columns: ReadonlySet<number> } | undefined;

  constructor(lines: readonly string[], first: number, firstColumn: number) {
    this.lines = lines;
    this.first = first;
    this.row = first;
    this.text = lines[first] ?? '';
    this.column = firstColumn;
    this.furthestRow = first;
  }

  next(): Token {
    const found = this.scan();
    this.lexed.tokens.push(found);
    return found;
  }

  line(): number {
    return Math.max(this.row, this.furthestRow) - this.first;
  }

  private scan(): Token {
    for (;;) {
      if (this.row >= this.lines.length) return this.end();
      if (this.column === 0) {
        const include = includeLine.exec(this.text);
        if (include !== null) {
          this.column = withoutEol(this.text);
          const found = this.token('include', this.row - this.first, 0, include[1] ?? include[2] ?? '');
          this.nextLine();
          return found;
        }
      }
      if (this.column >= this.text.length) {
        this.nextLine();
        continue;
      }
      const character = this.text[this.column] ?? '';
      switch (character) {
        case ' ':
        case '\t':
        case '\b':
        case '\r':
        case '\n':
          this.column++;
          continue;
        case '#':
          this.lineComment();
          continue;
        case '"':
          return this.string('"');
        case "'":
          return this.string("'");
        case '$':
          return this.variable();
        case '(':
        case ')':
        case '{':
        case '}':
        case '[':
        case ']':
        case ';':
        case ',':
          this.column++;
          return this.token('sign', this.row - this.first, this.column - 1, character);
        default:
      }
      const end = this.plainWordEnd();
      if (end !== undefined) return this.word(this.text.slice(this.column, end));
      if (character === '/' && this.text[this.column + 1] === '*') {
        this.blockComment();
        continue;
      }
      const found = this.wordOrSign(character);
      if (found !== undefined) return found;
    }
  }

  /** The end of a word that can be neither part of an address nor one with hyphens. */
  private plainWordEnd(): number | undefined {
    const { text } = this;
    let end = this.column;
    if (isLetter[text.charCodeAt(end)] !== true) return undefined;
    do end++;
    while (isWordPart[text.charCodeAt(end)] === true);
    return text[end] === ':' || text[end] === '-' ? undefined : end;
  }

  /** An address, word with hyphens, number or symbol; undefined for a character that cannot begin a token. */
  private wordOrSign(character: string): Token | undefined {
    const line = this.row - this.first;
    const start = this.column;
    const ip = /[0-9a-fA-F:]/.test(character) ? this.match(ipAt) : undefined;
    const word =
      ip === undefined || ip === '::' ? (this.match(hyphenWordAt) ?? this.match(wordAt)) : this.match(wordAt);
    if (ip !== undefined && ip.length > (word?.length ?? 0)) {
      this.column += ip.length;
      return this.token(ip.includes('/') ? 'net' : 'ip', line, start, ip);
    }
    if (word !== undefined) return this.word(word);
    const digits = this.match(numberAt);
    if (digits !== undefined) {
      this.column += digits.length;
      return this.token('number', line, start, digits);
    }
    const sign = this.match(signAt);
    if (sign !== undefined) {
      this.column += sign.length;
      return this.token('sign', line, start, sign);
    }
    this.column++;
    if (character !== '\\' || !/^\r?\n?$/.test(this.text.slice(this.column)))
      this.lexed.strays.push(this.span(line, start));
    return undefined;
  }

  private word(word: string): Token {
    const start = this.column;
    this.column += word.length;
    const text = shared(word);
    const line = this.row - this.first;
    const end = this.column;
    if (!isBlank(this.text[end]) || !isBlank(this.text[start - 1]) || this.eatenBlankAt === start - 1)
      return { kind: 'word', text, line, start, endLine: line, end };
    if (blankKeywords.has(word)) this.eatenBlankAt = end;
    return { kind: 'word', text, line, start, endLine: line, end, spaced: true };
  }

  private lineComment(): void {
    const start = this.column;
    this.column = withoutEol(this.text);
    this.lexed.comments.push({
      ...this.span(this.row - this.first, start),
      text: this.text.slice(start, this.column),
    });
  }

  private blockComment(): void {
    const line = this.row - this.first;
    const start = this.column;
    const firstRow = this.row;
    const comment = (): Comment => ({
      ...this.span(line, start),
      text: this.writtenSince(firstRow, start),
    });
    let depth = 1;
    this.column += 2;
    while (this.row < this.lines.length) {
      const close = this.text.indexOf('*/', this.column);
      const open = this.text.indexOf('/*', this.column);
      if (open >= 0 && (close < 0 || open < close)) {
        depth++;
        this.column = open + 2;
      } else if (close >= 0) {
        depth--;
        this.column = close + 2;
        if (depth === 0) {
          this.lexed.comments.push(comment());
          return;
        }
      } else this.nextLineInside();
    }
    this.lexed.comments.push({ ...comment(), unclosed: true });
  }

  private string(quote: '"' | "'"): Token {
    const line = this.row - this.first;
    const start = this.column;
    const firstRow = this.row;
    const stops = quote === '"' ? doubleQuoteOrEscape : singleQuoteOrEscape;
    this.column++;
    while (this.row < this.lines.length) {
      stops.lastIndex = this.column;
      while (stops.test(this.text)) {
        const behind = stops.lastIndex;
        if (this.text[behind - 1] === quote) {
          this.column = behind;
          return this.token('string', line, start, this.writtenSince(firstRow, start));
        }
        // Where single quotes do not have it, this passes no quote of theirs. `\x` followed by one hexadecimal or octal digit never
        // contains a quote, so two characters suffice.
        const next = this.text[behind];
        if (next === '"' || next === '\\') stops.lastIndex++;
      }
      this.nextLineInside();
    }
    return { ...this.token('string', line, start, this.writtenSince(firstRow, start)), unclosed: true };
  }

  private variable(): Token {
    const line = this.row - this.first;
    const start = this.column;
    const firstRow = this.row;
    const found = (): Token => this.token('variable', line, start, this.writtenSince(firstRow, start));
    /** The columns of the open parentheses in the first line, and -1 for those below. */
    const open: number[] = [];
    this.column++;
    search: while (this.row < this.lines.length && this.row - firstRow < variableLineLimit) {
      while (this.column < this.text.length) {
        const character = this.text[this.column];
        if (character === '(') {
          if (open.length === 0 && this.isUnclosed()) break search;
          open.push(this.row === firstRow ? this.column : -1);
        } else if (character === ')') {
          if (open.length <= 1) {
            if (open.length === 1) this.column++;
            return found();
          }
          open.pop();
        } else if (open.length === 0 && this.endsVariable()) return found();
        this.column++;
      }
      if (open.length === 0) return found();
      this.nextLine();
    }
    if (open.length > 0) this.unclosed = { row: firstRow, columns: new Set(open) };
    // The parenthesis is never closed: OpenSIPS swallows the rest of the file, but here the variable ends at the end of its line.
    this.furthestRow = Math.max(this.furthestRow, this.row);
    this.row = firstRow;
    this.text = this.lines[firstRow] ?? '';
    this.column = start + 1;
    while (this.column < this.text.length && !this.endsVariable()) this.column++;
    return { ...found(), unclosed: true };
  }

  /** An earlier search from this line has passed this parenthesis without finding its end. */
  private isUnclosed(): boolean {
    return this.unclosed?.row === this.row && this.unclosed.columns.has(this.column);
  }

  private endsVariable(): boolean {
    if (mayEndVariable[this.text.charCodeAt(this.column)] === false) return false;
    variableEnd.lastIndex = this.column;
    return variableEnd.test(this.text);
  }

  /** After the last line: the server does not count further. */
  private end(): Token {
    const last = Math.max(this.first, this.lines.length - 1);
    const at = withoutEol(this.lines[last] ?? '');
    const line = last - this.first;
    return { kind: 'end', text: '', line, start: at, endLine: line, end: at };
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.column;
    return pattern.test(this.text) ? this.text.slice(this.column, pattern.lastIndex) : undefined;
  }

  private nextLine(): void {
    this.row++;
    this.text = this.lines[this.row] ?? '';
    this.column = 0;
    this.eatenBlankAt = -1;
  }

  /** Moves to the next line inside a comment or a string, over lines that are replaced by other files. */
  private nextLineInside(): void {
    this.nextLine();
    for (let include = this.includeHere(); include !== null; include = this.includeHere()) {
      this.column = withoutEol(this.text);
      this.lexed.hiddenIncludes.push(
        this.token('include', this.row - this.first, 0, include[1] ?? include[2] ?? ''),
      );
      this.nextLine();
    }
  }

  private includeHere(): RegExpExecArray | null {
    return this.row < this.lines.length ? includeLine.exec(this.text) : null;
  }

  private span(line: number, start: number): Span {
    return { line, start, endLine: this.row - this.first, end: this.column };
  }

  private token(kind: TokenKind, line: number, start: number, written: string): Token {
    const text = kind === 'sign' ? written : shared(written);
    return { kind, text, line, start, endLine: this.row - this.first, end: this.column };
  }

  /** The text from a position up to here. */
  private writtenSince(fromRow: number, from: number): string {
    if (fromRow === this.row) return this.text.slice(from, this.column);
    let text = (this.lines[fromRow] ?? '').slice(from);
    for (let row = fromRow + 1; row < this.row; row++) text += this.lines[row] ?? '';
    return text + (this.lines[this.row] ?? '').slice(0, this.column);
  }
}

/** Short texts repeat and are copies; a longer one is a part of its line. */
function shared(text: string): string {
  return text.length < shortText ? keptText(text) : text;
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\b' || character === '\r';
}

function withoutEol(line: string): number {
  let end = line.length;
  while (end > 0 && (line[end - 1] === '\n' || line[end - 1] === '\r')) end--;
  return end;
}
