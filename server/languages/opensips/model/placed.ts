import type { ScriptTree } from '../reading/parser.ts';
import type { Block, Item } from '../syntax/syntax.ts';

/** A location: a file and the first line of the block that its positions are relative to. */
export interface Place {
  readonly uri: string;
  /** Moves with the lines above it when the model is updated. */
  readonly start: number;
}

export interface PlacedItem {
  readonly place: Place;
  readonly block: Block;
  readonly item: Item;
}

/** Consecutive blocks of one file that an edit has replaced by others. */
export interface BlockEdit {
  readonly uri: string;
  readonly tree: ScriptTree;
  /** The index of the first of them. */
  readonly first: number;
  readonly before: readonly Block[];
  readonly after: readonly Block[];
  /** The position of their first item in the script. */
  readonly position: number;
}

/** `/usr/lib/opensips/modules/tm.so` as `tm`. A directory module, `tm/tm.so`, too. */
export function moduleNameOf(path: string): string {
  return path.replace(/^.*\//, '').replace(/\.so$/, '');
}
