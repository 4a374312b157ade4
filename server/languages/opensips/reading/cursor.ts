import type { SyntaxCode, SyntaxProblem } from '../syntax/syntax.ts';
import type { Span, Token } from '../syntax/token.ts';
import { createLexer, type Lexed } from './lexer.ts';

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
  hasShortened(): boolean;
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
  let lexer = createLexer(lines, first);
  const ahead: Token[] = [];
  const problems: SyntaxProblem[] = [];
  let last: Token | undefined;
  let linesRead = 0;
  let hasShortened = false;

  const peek = (offset = 0): Token => {
    while (ahead.length <= offset) ahead.push(lexer.next());
    return ahead[offset] ?? lexer.next();
  };
  const take = (): Token => {
    const token = peek();
    if (token.kind !== 'end') ahead.shift();
    last = token;
    return token;
  };
  const at = (text: string): boolean => {
    const token = peek();
    return (token.kind === 'sign' || token.kind === 'word') && token.text === text;
  };
  return {
    peek,
    take,
    previous: () => last,
    at,
    takeIf: text => (at(text) ? take() : undefined),
    report: (code, span, text, more = {}) => {
      problems.push({ code, span, text, ...more });
    },
    closeString: (string, length) => {
      hasShortened = true;
      linesRead = Math.max(linesRead, lexer.line() + 1);
      last = {
        ...string,
        text: string.text.slice(0, length),
        endLine: string.line,
        end: string.start + length,
        unclosed: true,
      };
      const again = createLexer(lines, first + string.line, last.end);
      lexer = shifted(again, string.line, takeBack(lexer.lexed, string, last));
      ahead.length = 0;
    },
    hasShortened: () => hasShortened,
    from: begin => ({
      line: begin.line,
      start: begin.start,
      endLine: Math.max(begin.endLine, last?.endLine ?? 0),
      end: last === undefined || last.endLine < begin.endLine ? begin.end : last.end,
    }),
    get lexed() {
      return lexer.lexed;
    },
    problems,
    linesRead: () => Math.max(linesRead, lexer.line() + 1),
  };
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
function shifted(
  inner: ReturnType<typeof createLexer>,
  by: number,
  lexed: Lexed,
): ReturnType<typeof createLexer> {
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
