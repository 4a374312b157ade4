import type { Cursor } from './cursor.ts';

/** Reports the next token as one that the grammar does not allow here. */
export function unexpected(cursor: Cursor, expected: string): undefined {
  const token = cursor.peek();
  const found =
    token.kind === 'end'
      ? 'The file ends too early'
      : token.kind === 'string'
        ? 'This string cannot stand here'
        : `\`${token.text.length > 40 ? `${token.text.slice(0, 40)}…` : token.text}\` cannot stand here`;
  cursor.report('syntax-error', token, `${found}: ${expected}.`);
  return undefined;
}

/** The same for a parser that answers with true or false. */
export function expected(cursor: Cursor, what: string): false {
  unexpected(cursor, what);
  return false;
}
