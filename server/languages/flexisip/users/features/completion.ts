import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  type Position,
} from 'vscode-languageserver-types';
import type { UsersView } from './cursor.ts';

/** The version line, domains of `auth-domains`, and the words of the algorithms. */
export function completeUsersAt(view: UsersView, position: Position): CompletionList {
  return { isIncomplete: false, items: itemsAt(view, position) };
}

function itemsAt({ model }: UsersView, { line, character }: Position): CompletionItem[] {
  const text = model.tree.lines[line]?.text.replace(/\r?\n$/, '') ?? '';
  const before = text.slice(0, character);
  if (before.startsWith('#')) return [];
  if (line === 0)
    return 'version:1'.startsWith(before) ? [item('version:1', before.length, line, character)] : [];
  const domain = /^[^\s@;]+@([^\s@;]*)$/.exec(before)?.[1];
  if (domain !== undefined) {
    const known = [...(model.configuration?.domains ?? []), ...usedDomains(model.statements)];
    return [...new Set(known)]
      .filter(word => !word.includes('*'))
      .map(word => item(word, domain.length, line, character));
  }
  const algorithm = /^[^\s;]+(?:\s+[^\s;]+)*\s+(\w*)$/.exec(before)?.[1];
  if (algorithm === undefined) return [];
  const words = ['sha256:', 'md5:', 'clrtxt:'].filter(word => !new RegExp(`\\s${word}`).test(text));
  const hasPassword = /\s(?:sha256|md5|clrtxt):\S+\s+$/.test(before);
  return [...words, ...(hasPassword && !text.includes(';') ? [';'] : [])].map(word =>
    item(word, algorithm.length, line, character),
  );
}

function usedDomains(statements: UsersView['model']['statements']): Set<string> {
  const used = new Set<string>();
  for (const statement of statements) {
    if (statement.kind === 'user') used.add(statement.domain.text);
    if (used.size >= 50) break;
  }
  return used;
}

function item(label: string, typed: number, line: number, character: number): CompletionItem {
  return {
    label,
    kind: CompletionItemKind.Value,
    textEdit: {
      range: { start: { line, character: character - typed }, end: { line, character } },
      newText: label,
    },
  };
}
