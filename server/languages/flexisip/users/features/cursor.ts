import type { Position, Range } from 'vscode-languageserver-types';
import type { View } from '../../../project.ts';
import type { UsersModel } from '../model/model.ts';
import type { Part, Password, UserEntry, UsersTree } from '../reading/parser.ts';

export type UsersView = View<UsersTree, UsersModel>;

/** What is at a position in an entry. */
export interface UsersCursor {
  readonly entry: UserEntry;
  readonly part: Part;
  readonly kind: 'user' | 'domain' | 'algorithm' | 'password' | 'user-id' | 'phone';
  /** The password that the part belongs to. */
  readonly password: Password | undefined;
}

export function usersCursorAt({ model }: UsersView, { line, character }: Position): UsersCursor | undefined {
  const entry = model.statements[line];
  if (entry?.kind !== 'user') return undefined;
  for (const { part, kind, password } of partsOf(entry)) {
    if (character >= part.start && character <= part.end) return { entry, part, kind, password };
  }
  return undefined;
}

/** The parts of an entry, in the order of the line. */
export function partsOf(entry: UserEntry): Omit<UsersCursor, 'entry'>[] {
  const parts: Omit<UsersCursor, 'entry'>[] = [];
  const add = (kind: UsersCursor['kind'], part: Part | undefined, password?: Password): void => {
    if (part !== undefined) parts.push({ kind, part, password });
  };
  add('user', entry.user);
  add('domain', entry.domain);
  for (const password of entry.passwords) {
    add('algorithm', password.algorithm, password);
    add('password', password.value, password);
  }
  add('user-id', entry.userId);
  add('phone', entry.phone);
  return parts;
}

export function columns(line: number, { start, end }: { start: number; end: number }): Range {
  return { start: { line, character: start }, end: { line, character: end } };
}
