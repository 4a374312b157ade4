import type { Position, TypeHierarchyItem } from 'vscode-languageserver-types';
import {
  preparedHierarchy,
  subtypesOf as subtypesIn,
  supertypesOf as supertypesIn,
} from '../../editing/hierarchy.ts';
import type { PjsipConf } from '../model/model.ts';
import { cursorAt } from './cursor.ts';
import { namedAt } from './occurrences.ts';
import type { PjsipView } from './view.ts';

/** The section at a position, or the section whose name is between the parentheses there. */
export function prepareHierarchy(view: PjsipView, position: Position): TypeHierarchyItem[] {
  const found = namedAt(view, position);
  if (found === undefined) return [];
  const { named, at } = found;
  const entry = cursorAt(view, position)?.entry;
  if (named.kind !== 'template')
    return at.isDeclaration && entry !== undefined
      ? preparedHierarchy(view.model.conf, entry.key, entry)
      : [];
  return preparedHierarchy(view.model.conf, named.key, entry);
}

/** The sections that a section copies from. */
export function supertypesOf({ conf }: PjsipConf, item: TypeHierarchyItem): TypeHierarchyItem[] {
  return supertypesIn(conf, item);
}

/** The sections that copy from a section. */
export function subtypesOf({ conf }: PjsipConf, item: TypeHierarchyItem): TypeHierarchyItem[] {
  return subtypesIn(conf, item);
}
