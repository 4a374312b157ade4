import type { Branch } from '../../../config/branch.ts';
import type { Entry, SectionPlace } from '../../../config/entry.ts';
import type { ConfigLine } from '../../../config/line.ts';
import type { Role } from '../../model/role.ts';
import type { SipConfView } from '../cursor.ts';

/** Where something is to be completed; also on lines that are only half typed. */
export interface CompletionPlace {
  readonly view: SipConfView;
  readonly number: number;
  readonly column: number;
  /** The line without its end of line. */
  readonly text: string;
  readonly line: ConfigLine;
  readonly place: SectionPlace | undefined;
  readonly entry: Entry | undefined;
  readonly role: Role | undefined;
}

/** What an item carries, so that its documentation can be made when it is looked at. */
export interface ItemData {
  readonly option: string;
  readonly word?: string;
  readonly branch: Branch;
}
