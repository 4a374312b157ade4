import type { PreviewResult } from './previewResult.ts';

/** The versions that a document can be upgraded to: `UpgradeTargets`, or null for a language without upgrades. */
export const UPGRADE_TARGETS_REQUEST = 'sipWorkbench/upgradeTargets';

/** The upgrade of a document to one of them: a `PreviewResult`, or null for another version, or when nothing has to change. */
export const UPGRADE_REQUEST = 'sipWorkbench/upgrade';

export interface UpgradeTargetsParams {
  readonly textDocument: { readonly uri: string };
}

export interface UpgradeTargets {
  readonly server: string;
  /** The version that the document is for. */
  readonly from: string;
  /** Later versions, the recommended one first. */
  readonly versions: readonly { readonly version: string; readonly note?: string }[];
}

export interface UpgradeParams {
  readonly textDocument: { readonly uri: string };
  readonly from: string;
  readonly to: string;
}

export type UpgradeResult = PreviewResult;
