import type { Location } from 'vscode-languageserver-types';
import type { InventoryKind } from '../../languages/inventory.ts';

/** The servers that files of a workspace configure. The answer is `ServersAnswer`, or null after a failure. */
export const SERVERS_REQUEST = 'sipWorkbench/servers';

export interface ServersParams {
  /** URIs of the files that the editor found by their names, and of those that are open. */
  readonly files: readonly string[];
}

export interface ServersAnswer {
  readonly servers: readonly {
    /** The file that the server opens first. */
    readonly uri: string;
    readonly language: string;
    /** Such as `Asterisk sip.conf`. */
    readonly title: string;
  }[];
  /** There are more, which are left out. */
  readonly isCut: boolean;
}

/**
 * What a server has: without further parameters, the groups; with the `children` of a node, what is below it. The answer is
 * `InventoryAnswer`, or null if there is nothing.
 */
export const INVENTORY_REQUEST = 'sipWorkbench/inventory';

export interface InventoryParams extends InventoryPath {
  /** A root from `ServersAnswer`. */
  readonly textDocument: { readonly uri: string };
}

export interface InventoryPath {
  readonly group?: string;
  /** The number of the first item of a part of a large group. */
  readonly from?: number;
  readonly item?: string;
}

export interface InventoryAnswer {
  /** Differs from the last answer for this server if something in it may have changed. */
  readonly generation: number;
  /** The version of the server, as in the status of its files. */
  readonly label: string;
  /** URIs of the files that the server reads: a change of any other file changes nothing here. */
  readonly files: readonly string[];
  /** Of the whole server. */
  readonly problems: InventoryProblems;
  readonly nodes: readonly InventoryNode[];
}

export interface InventoryProblems {
  readonly errors: number;
  readonly warnings: number;
}

export interface InventoryNode {
  readonly kind: InventoryKind | 'group';
  readonly label: string;
  readonly detail: string;
  readonly problems: InventoryProblems;
  readonly place?: Location;
  /** For `sipWorkbench.explainDevice`. */
  readonly device?: string;
  readonly isAccount?: boolean;
  /** The parameters that get what is below it; absent if nothing is. */
  readonly children?: InventoryPath;
}
