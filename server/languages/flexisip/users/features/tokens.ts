import type { Range } from 'vscode-languageserver-types';
import { encodeTokens, type Token, type TokenType } from '../../../tokens.ts';
import { partsOf, type UsersCursor, type UsersView } from './cursor.ts';

/** The parts of entries. */
export function usersTokensOf({ model }: UsersView, range?: Range): number[] {
  const first = range?.start.line ?? 0;
  const last = Math.min(range?.end.line ?? Number.POSITIVE_INFINITY, model.statements.length - 1);
  const tokens: Token[] = [];
  for (let line = first; line <= last; line++) {
    const entry = model.statements[line];
    if (entry?.kind !== 'user') continue;
    for (const { part, kind } of partsOf(entry)) {
      tokens.push({ line, character: part.start, length: part.end - part.start, type: types[kind] });
    }
  }
  return encodeTokens(tokens);
}

const types: Readonly<Record<UsersCursor['kind'], TokenType>> = {
  user: 'variable',
  domain: 'namespace',
  algorithm: 'keyword',
  password: 'string',
  'user-id': 'parameter',
  phone: 'number',
};
