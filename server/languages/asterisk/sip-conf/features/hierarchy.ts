import type { Position, TypeHierarchyItem } from 'vscode-languageserver-types';
import { preparedHierarchy } from '../../editing/hierarchy.ts';
import { isSpecial } from '../model/model.ts';
import { cursorAt, type SipConfView } from './cursor.ts';
import { namedAt } from './occurrences.ts';

export { subtypesOf, supertypesOf } from '../../editing/hierarchy.ts';

/** The section at a position, or the section whose name is between the parentheses there. */
export function prepareHierarchy(view: SipConfView, position: Position): TypeHierarchyItem[] {
  const found = namedAt(view, position);
  if (found?.named.kind !== 'section' || isSpecial(found.named.key)) return [];
  return preparedHierarchy(view.model, found.named.key, cursorAt(view, position)?.entry);
}
