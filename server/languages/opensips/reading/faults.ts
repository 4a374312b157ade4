import { beginningWithoutSecrets } from '../../../text/secrets.ts';
import type { Cursor, ProblemDetails } from './cursor.ts';
import { habitAt } from './habits.ts';

/** Reports that the grammar does not allow the next token here. */
export function unexpected(cursor: Cursor, expected: string, details?: ProblemDetails): undefined {
  const token = cursor.peek();
  const found =
    token.kind === 'end'
      ? 'Unexpected end of file'
      : token.kind === 'string'
        ? 'Unexpected string'
        : `Unexpected \`${beginningWithoutSecrets(token.text, 40)}\``;
  const habit = habitAt(cursor);
  cursor.report('syntax-error', token, `${found}: ${habit?.what ?? expected}.`, habit?.details ?? details);
  return undefined;
}

/** The same for a parser that answers with true or false. */
export function expected(cursor: Cursor, what: string, details?: ProblemDetails): false {
  unexpected(cursor, what, details);
  return false;
}
