import type { Hover, Position } from 'vscode-languageserver-types';
import { inlineCode } from '../../../../text/markdown.ts';
import { columns, type UsersCursor, type UsersView, usersCursorAt } from './cursor.ts';

/** What a part of an entry means. A password or hash is never shown. */
export function usersHoverAt(view: UsersView, position: Position): Hover | undefined {
  const statement = view.model.statements[position.line];
  if (statement?.kind === 'version') {
    const value = 'The version of the file: the server reads only version 1. It must be the first line.';
    return { contents: { kind: 'markdown', value } };
  }
  if (statement?.kind === 'unreadable') {
    const value = `This line ${statement.problem}. The server cannot read a file with such a line.`;
    return { contents: { kind: 'markdown', value } };
  }
  const cursor = usersCursorAt(view, position);
  if (cursor === undefined) return undefined;
  const value = textOf(view, cursor);
  return { contents: { kind: 'markdown', value }, range: columns(position.line, cursor.part) };
}

function textOf(view: UsersView, { kind, entry, part, password }: UsersCursor): string {
  const user = entry.user?.text ?? '';
  switch (kind) {
    case 'user':
      return `**User** ${inlineCode(part.text)} — compared with the user of the From URI; \`%20\` stands for a space.`;
    case 'domain':
      return `**Domain** ${inlineCode(part.text)} — compared with the host of the From URI, and a part of every hash.${domainNote(view, part.text)}`;
    case 'user-id':
      return `**User ID** ${inlineCode(part.text)} — must equal the user name in the digest response.`;
    case 'phone':
      return `**Phone number** ${inlineCode(part.text)} — others can find the user by this number.`;
    case 'algorithm':
    case 'password': {
      const hashed = inlineCode(`${user}:${entry.domain.text}:password`);
      const word = password?.algorithm.text ?? '';
      return `${meanings[word.toLowerCase()] ?? ''}${word === 'clrtxt' ? '' : ` of ${hashed}`}.`;
    }
  }
}

const meanings: Readonly<Record<string, string>> = {
  clrtxt: '**Password in clear text**; the server computes both hashes from it, and ignores hashes before it',
  md5: '**MD5 hash** in 32 hexadecimal digits,',
  sha256: '**SHA-256 hash** in 64 hexadecimal digits,',
};

function domainNote({ model }: UsersView, domain: string): string {
  const domains = model.configuration?.domains;
  if (domains === undefined) return '';
  return domains.includes(domain) || domains.includes('*')
    ? '\n\nIt is in `auth-domains` of the flexisip.conf next to this file.'
    : '\n\nIt is not in `auth-domains` of the flexisip.conf next to this file: the server ignores the line.';
}
