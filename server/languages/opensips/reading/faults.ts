import { beginningWithoutSecrets } from '../../../text/secrets.ts';
import type { Cursor, ProblemDetails } from './cursor.ts';

/** Reports that the grammar does not allow the next token here. */
export function unexpected(cursor: Cursor, expected: string, details?: ProblemDetails): undefined {
  const token = cursor.peek();
  const found =
    token.kind === 'end'
      ? 'Unexpected end of file'
      : token.kind === 'string'
        ? 'Unexpected string'
        : `Unexpected \`${beginningWithoutSecrets(token.text, 40)}\``;
  cursor.report('syntax-error', token, `${found}: ${expected}.`, details);
  return undefined;
}

/** The same for a parser that answers with true or false. */
export function expected(cursor: Cursor, what: string, details?: ProblemDetails): false {
  unexpected(cursor, what, details);
  return false;
}
