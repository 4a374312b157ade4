import type { FindingWords, Fix as FixOf } from '../../../rules/finding.ts';
import type { RuleInfo } from '../../../rules/rule.ts';
import type { UsersModel } from './model.ts';
import type { UserEntry, UserStatement } from './parser.ts';

/** A stretch of one line; columns in UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

export type Finding = Place & FindingWords<Place, FixEdit>;

export type Fix = FixOf<FixEdit>;

export interface FixEdit extends Place {
  readonly newText: string;
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
