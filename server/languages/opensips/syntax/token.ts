/** A range of text. Lines count from the first line of the block that contains it, columns in UTF-16 units from 0. */
export interface Span {
  readonly line: number;
  readonly start: number;
  readonly endLine: number;
  readonly end: number;
}

export type TokenKind =
  /** A word that starts with a letter: keyword, name or number word. */
  | 'word'
  | 'number'
  | 'string'
  /** `$` and the rest of the variable. */
  | 'variable'
  | 'ip'
  | 'net'
  /** Operators and brackets. */
  | 'sign'
  /** A whole `include_file` or `import_file` line. */
  | 'include'
  /** The end of the text. */
  | 'end';

export interface Token extends Span {
  readonly kind: TokenKind;
  /** The source text; for a string with its quotes, for an include the path. */
  readonly text: string;
  /** Words only: there is a space directly before and after. Some words (`as`, `tos`, `on`, `use_workers`) are
   * keywords for the lexer of OpenSIPS only with these spaces.
   */
  readonly spaced?: boolean;
  /** Strings, variables: the text ended first. */
  readonly unclosed?: boolean;
}

export interface Comment extends Span {
  readonly text: string;
  /** There is something else than comments on its first line. */
  readonly isBesideText?: boolean;
  readonly unclosed?: boolean;
}

/** The value of a string token: quotes dropped, escapes of double-quoted strings resolved. */
export function stringValue(token: Token): string {
  const body = stringBody(token);
  if (!token.text.startsWith('"') || !body.includes('\\')) return body;
  return body.replace(
    /\\(?:([nrat"\\])|x([0-9a-fA-F]{1,2})|([0-7]{2,3})|\r?\n)/g,
    (_, simple?: string, hex?: string, octal?: string) => {
      if (simple !== undefined) return simpleEscapes[simple] ?? simple;
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
      return octal === undefined ? '' : String.fromCharCode(Number.parseInt(octal, 8));
    },
  );
}

/** The source text between the quotes. */
export function stringBody(token: Token): string {
  return token.text.slice(1, token.unclosed === true ? undefined : -1);
}

const simpleEscapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', a: '\x07', t: '\t' };

const trueWords = new Set(['yes', 'true', 'on', 'enable']);
const falseWords = new Set(['no', 'false', 'off', 'disable']);

/** The value of a number token or number word, read like the lexer; undefined for any other token. */
export function numberValue(token: Token): number | undefined {
  if (token.kind === 'number') {
    if (/^0x/i.test(token.text)) return Number.parseInt(token.text, 16);
    return token.text.length > 1 && token.text.startsWith('0')
      ? Number.parseInt(token.text, 8)
      : Number.parseInt(token.text, 10);
  }
  if (token.kind !== 'word') return undefined;
  if (trueWords.has(token.text)) return 1;
  return falseWords.has(token.text) ? 0 : undefined;
}

export function isNumber(token: Token): boolean {
  return token.kind === 'number' || (token.kind === 'word' && numberValue(token) !== undefined);
}
