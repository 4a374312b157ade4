import type { Branch } from '../../../config/branch.ts';
import type { Entry, SectionPlace } from '../../../config/entry.ts';
import type { ConfigLine } from '../../../config/line.ts';
import type { Role } from '../../model/role.ts';
import type { SipConfView } from '../cursor.ts';

/** The position of a completion, even on lines that are only half typed. */
export interface CompletionPlace {
  readonly view: SipConfView;
  readonly number: number;
  readonly column: number;
  /** The line without its line break. */
  readonly text: string;
  readonly line: ConfigLine;
  readonly place: SectionPlace | undefined;
  readonly entry: Entry | undefined;
  readonly role: Role | undefined;
}

/** The data of an item, from which its documentation is created when it is shown. */
export interface ItemData {
  readonly option: string;
  readonly word?: string;
  readonly branch: Branch;
}
