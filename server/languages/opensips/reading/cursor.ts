import type { SyntaxCode, SyntaxProblem } from '../syntax/syntax.ts';
import type { Span, Token } from '../syntax/token.ts';
import { createLexer, type Lexed, type Lexer } from './lexer.ts';

/** Walks the tokens of a block and collects what is wrong with them. */
export interface Cursor {
  peek(offset?: number): Token;
  take(): Token;
  /** The token taken last. */
  previous(): Token | undefined;
  /** True when the next token is this symbol or word. */
  at(text: string): boolean;
  takeIf(text: string): Token | undefined;
  report(code: SyntaxCode, span: Span, text: string, more?: ProblemDetails): void;
  /** Ends a string whose closing quote is missing after `length` characters of its first line; reading continues there. */
  closeString(string: Token, length: number): void;
  /** Whether a string was closed so. */
  readonly hasShortened: boolean;
  /** From the first token to the token taken last. */
  from(first: Span): Span;
  readonly lexed: Lexed;
  readonly problems: SyntaxProblem[];
  /** Lines read so far, counted from the first. */
  linesRead(): number;
}

export interface ProblemDetails {
  readonly since?: string;
  readonly until?: string;
  readonly fix?: NonNullable<SyntaxProblem['fix']>;
}

export function createCursor(lines: readonly string[], first: number): Cursor {
  return new TokenCursor(lines, first);
}

class TokenCursor implements Cursor {
  readonly problems: SyntaxProblem[] = [];
  hasShortened = false;
  private readonly lines: readonly string[];
  private readonly first: number;
  private lexer: Lexer;
  private next: Token | undefined;
  /** Tokens after the next one that were already read. */
  private readonly behindNext: Token[] = [];
  private last: Token | undefined;
  private furthest = 0;

  constructor(lines: readonly string[], first: number) {
    this.lines = lines;
    this.first = first;
    this.lexer = createLexer(lines, first);
  }

  get lexed(): Lexed {
    return this.lexer.lexed;
  }

  peek(offset = 0): Token {
    this.next ??= this.lexer.next();
    while (this.behindNext.length < offset) this.behindNext.push(this.lexer.next());
    return offset === 0 ? this.next : (this.behindNext[offset - 1] ?? this.next);
  }

  take(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.next = this.behindNext.length === 0 ? undefined : this.behindNext.shift();
    this.last = token;
    return token;
  }

  previous(): Token | undefined {
    return this.last;
  }

  at(text: string): boolean {
    const token = this.peek();
    return (token.kind === 'sign' || token.kind === 'word') && token.text === text;
  }

  takeIf(text: string): Token | undefined {
    return this.at(text) ? this.take() : undefined;
  }

  report(code: SyntaxCode, span: Span, text: string, more: ProblemDetails = {}): void {
    this.problems.push({ code, span, text, ...more });
  }

  closeString(string: Token, length: number): void {
    this.hasShortened = true;
    this.furthest = this.linesRead();
    const end = string.start + length;
    const shortened: Token = {
      ...string,
      text: string.text.slice(0, length),
      endLine: string.line,
      end,
      unclosed: true,
    };
    const again = createLexer(this.lines, this.first + string.line, end);
    this.lexer = shifted(again, string.line, takeBack(this.lexed, string, shortened));
    this.last = shortened;
    this.next = undefined;
    this.behindNext.length = 0;
  }

  from({ line, start, endLine, end }: Span): Span {
    const { last } = this;
    return last === undefined || last.endLine < endLine
      ? { line, start, endLine, end }
      : { line, start, endLine: last.endLine, end: last.end };
  }

  linesRead(): number {
    return Math.max(this.furthest, this.lexer.line() + 1);
  }
}

/** Takes back what was found beyond the end of a string that was read too far, with the string cut short. */
function takeBack(lexed: Lexed, string: Token, shortened: Token): Lexed {
  const { tokens, comments, strays, hiddenIncludes } = lexed;
  tokens.length = tokens.lastIndexOf(string);
  tokens.push(shortened);
  const isBehind = (span: Span | undefined) =>
    span !== undefined &&
    (span.line > string.line || (span.line === string.line && span.start >= shortened.end));
  for (const list of [comments, strays, hiddenIncludes]) while (isBehind(list.at(-1))) list.pop();
  return lexed;
}

/** A lexer whose lines count from an earlier line, and that continues the work of another one. */
function shifted(inner: Lexer, by: number, lexed: Lexed): Lexer {
  const move = <T extends Span>(span: T): T => ({
    ...span,
    line: span.line + by,
    endLine: span.endLine + by,
  });
  const drain = <T extends Span>(from: T[], to: T[]) => {
    for (const span of from) to.push(move(span));
    from.length = 0;
  };
  return {
    lexed,
    next: () => {
      const token = move(inner.next());
      lexed.tokens.push(token);
      inner.lexed.tokens.length = 0;
      drain(inner.lexed.comments, lexed.comments);
      drain(inner.lexed.strays, lexed.strays);
      drain(inner.lexed.hiddenIncludes, lexed.hiddenIncludes);
      return token;
    },
    line: () => inner.line() + by,
  };
}
