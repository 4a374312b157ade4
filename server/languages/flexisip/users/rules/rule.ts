import type { RuleInfo } from '../../../../rules/rule.ts';
import type { Finding } from '../model/finding.ts';
import type { UsersModel } from '../model/model.ts';
import type { UserEntry, UserStatement } from '../reading/parser.ts';

/** Checks one entry; `configuration` comes from the flexisip.conf next to the file. */
export interface EntryRule extends RuleInfo {
  readonly on: 'entry';
  check(entry: UserEntry, line: number, model: UsersModel): Iterable<Finding> | undefined;
}

/** Checks any line. */
export interface LineRule extends RuleInfo {
  readonly on: 'line';
  check(statement: UserStatement, line: number, model: UsersModel): Iterable<Finding> | undefined;
}

/** Checks the file as a whole. */
export interface FileRule extends RuleInfo {
  readonly on: 'file';
  check(model: UsersModel): Iterable<Finding> | undefined;
}

/** Rules of the users file; `companion` is a flexisip.conf that their examples need. */
export type UsersRule = (EntryRule | LineRule | FileRule) & { readonly companion?: string };
