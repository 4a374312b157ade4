import type { Location } from 'vscode-languageserver-types';

/**
 * One kind of thing that a server has: its devices, its routes. Nothing but the names is computed before it is asked for,
 * because there may be thousands.
 */
export interface InventoryGroup {
  /** Differs from the other groups. */
  readonly id: string;
  /** Such as `Devices`. */
  readonly title: string;
  /** What identifies each item in the group, in the order in which they are shown. */
  readonly keys: readonly string[];
  readonly item: (key: string) => InventoryItem | undefined;
}

export interface InventoryItem extends InventoryPlace {
  /** The lines that form it: problems there are problems of the item. */
  readonly extent: readonly Location[];
  /** The name of the device, for the explanation of a call from it. */
  readonly device?: string;
  /** True for something with a user name and a password. */
  readonly isAccount?: boolean;
  /** What it refers to, and what refers to it. */
  readonly related: () => readonly InventoryPlace[];
}

/** Something with a name and a place in the files. */
export interface InventoryPlace {
  readonly kind: InventoryKind;
  readonly label: string;
  /** A few words after the label; empty for none. */
  readonly detail: string;
  readonly place: Location;
}

export type InventoryKind =
  | 'device'
  | 'template'
  | 'trunk'
  | 'registration'
  | 'domain'
  | 'transport'
  | 'route'
  | 'module'
  | 'user'
  | 'account'
  | 'access'
  | 'other';

/** The groups that have anything in them. */
export function withoutEmpty(groups: readonly InventoryGroup[]): InventoryGroup[] {
  return groups.filter(({ keys }) => keys.length > 0);
}

/** The places of an item that is one line, and that nothing refers to. */
export function alone(place: Location): Pick<InventoryItem, 'place' | 'extent' | 'related'> {
  return { place, extent: [place], related: () => [] };
}

/** A group of items that are already there, for the few of a kind: they are identified by their position. */
export function groupOf(id: string, title: string, items: readonly InventoryItem[]): InventoryGroup {
  return { id, title, keys: items.map((_, index) => String(index)), item: key => items[Number(key)] };
}
