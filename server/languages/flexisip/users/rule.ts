import type { RuleInfo } from '../../../rules/rule.ts';
import type { UsersModel } from './model.ts';
import type { UserEntry, UserStatement } from './parser.ts';

/** A stretch of one line; columns in UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

export interface Finding extends Place {
  readonly message: string;
  readonly related?: readonly (Place & { readonly message: string })[];
  readonly fixes?: readonly Fix[];
  readonly tag?: 'unnecessary' | 'deprecated';
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly (Place & { readonly newText: string })[];
  readonly isPreferred?: boolean;
}

/** Judges one entry; `configuration` is that of the flexisip.conf beside the file. */
export interface EntryRule extends RuleInfo {
  readonly on: 'entry';
  check(entry: UserEntry, line: number, model: UsersModel): Iterable<Finding> | undefined;
}

/** Judges any line. */
export interface LineRule extends RuleInfo {
  readonly on: 'line';
  check(statement: UserStatement, line: number, model: UsersModel): Iterable<Finding> | undefined;
}

/** Judges the file as a whole. */
export interface FileRule extends RuleInfo {
  readonly on: 'file';
  check(model: UsersModel): Iterable<Finding> | undefined;
}

/** Rules of the users file; `companion` is a flexisip.conf that their examples need. */
export type UsersRule = (EntryRule | LineRule | FileRule) & { readonly companion?: string };
