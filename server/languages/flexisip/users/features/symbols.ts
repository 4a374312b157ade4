import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver-types';
import { lengthWithoutEol } from '../../../../text/lines.ts';
import { columns, type UsersView } from './cursor.ts';

/** The users, with the algorithms for which they have a password. */
export function usersSymbolsOf({ model }: UsersView): DocumentSymbol[] {
  const symbols: DocumentSymbol[] = [];
  model.statements.forEach((entry, line) => {
    if (entry.kind !== 'user') return;
    const start = entry.user?.start ?? entry.domain.start;
    const name = entry.user === undefined ? entry.domain.text : `${entry.user.text}@${entry.domain.text}`;
    symbols.push({
      name,
      detail: entry.passwords.map(({ algorithm }) => algorithm.text).join(' '),
      kind: SymbolKind.Object,
      range: columns(line, { start: 0, end: lengthWithoutEol(model.tree.lines[line]?.text ?? '') }),
      selectionRange: columns(line, { start, end: entry.domain.end }),
    });
  });
  return symbols;
}
