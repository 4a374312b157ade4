import type { Block, Item } from '../syntax/syntax.ts';

/** A location: a file and the first line of the block that its positions are relative to. */
export interface Place {
  readonly uri: string;
  readonly start: number;
}

export interface PlacedItem {
  readonly place: Place;
  readonly block: Block;
  readonly item: Item;
}

/** `/usr/lib/opensips/modules/tm.so` as `tm`. A directory module, `tm/tm.so`, too. */
export function moduleNameOf(path: string): string {
  return path.replace(/^.*\//, '').replace(/\.so$/, '');
}
